#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace nest {

/// Looks for a text in a stream that comes in pieces; the text may lie across them.
class LineSearch {
 public:
  /// `wanted`: not empty, a part of one line.
  explicit LineSearch(std::string wanted) : wanted_(std::move(wanted)) {}

  /// Whether it has been seen by now.
  bool feed(std::string_view piece) {
    if (seen_) return true;
    // Where the text may have begun in what came before, it goes on within the first bytes of this piece.
    carried_ += piece.substr(0, std::min(piece.size(), wanted_.size() - 1));
    seen_ = carried_.find(wanted_) != std::string::npos || piece.find(wanted_) != std::string_view::npos;
    const std::size_t kept = wanted_.size() - 1;
    if (piece.size() >= kept) carried_ = piece.substr(piece.size() - kept);
    if (carried_.size() > kept) carried_.erase(0, carried_.size() - kept);
    return seen_;
  }

 private:
  std::string wanted_;
  std::string carried_;
  bool seen_ = false;
};

}  // namespace nest
