#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/time/clock.h"

namespace nest {

/// A transaction of a user that has begun.
struct OpenTransaction {
  std::uint32_t transaction = 0;
  Instant began = 0;
  std::string cause;  ///< the first failure in it; empty: none
};

/// Those of one user's running entry, the outermost first. Allocates only for a depth that it has not seen
/// before, and for failures.
class OpenTransactions {
 public:
  [[nodiscard]] bool empty() const { return depth_ == 0; }
  [[nodiscard]] std::size_t depth() const { return depth_; }
  [[nodiscard]] const OpenTransaction& innermost() const { return places_[depth_ - 1]; }

  void begin(std::uint32_t transaction, Instant now) {
    if (depth_ == places_.size()) places_.emplace_back();
    OpenTransaction& place = places_[depth_++];
    place.transaction = transaction;
    place.began = now;
    place.cause.clear();
  }
  void drop_innermost() { --depth_; }

  /// How many there are up to and with the innermost of that number; 0 when it is not open.
  [[nodiscard]] std::size_t depth_of(std::uint32_t transaction) const {
    std::size_t depth = depth_;
    while (depth > 0 && places_[depth - 1].transaction != transaction) --depth;
    return depth;
  }
  /// Something in all of them has failed; the first cause stays.
  void fail(std::string_view cause) {
    for (std::size_t i = 0; i < depth_; ++i) {
      if (places_[i].cause.empty()) places_[i].cause = cause;
    }
  }

 private:
  std::vector<OpenTransaction> places_;  // those behind depth_ keep their memory
  std::size_t depth_ = 0;
};

}  // namespace nest
