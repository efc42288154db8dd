#include "compiler/config/toml_scan.h"

#include <algorithm>

namespace nest::config {
namespace {

/// The end of the string whose quotes open at `begin`: behind its closing quotes, or where it stops being
/// one.
std::size_t string_end(std::string_view text, std::size_t begin) {
  const char quote = text[begin];
  const std::string fence(3, quote);
  const bool multiline = text.substr(begin).starts_with(fence);
  std::size_t at = begin + (multiline ? 3 : 1);
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\\' && quote == '"') {
      ++at;
    } else if (multiline && text.substr(at).starts_with(fence)) {
      // One or two quotes may stand directly before the closing three.
      std::size_t end = at + 3;
      while (end < text.size() && text[end] == quote && end < at + 5) ++end;
      return end;
    } else if (!multiline && c == quote) {
      return at + 1;
    } else if (!multiline && c == '\n') {
      return at;
    }
  }
  return text.size();
}

bool ends_key(char c) {
  return c == '\n' || c == '=' || c == ',' || c == '{' || c == '}' || c == '[' || c == ']';
}

}  // namespace

TomlPart TomlScan::next() {
  if (at_ < part_end_) {
    ++at_;
    return part_;
  }
  const char c = text_[at_];
  if (c == '#') {
    part_ = TomlPart::Comment;
    part_end_ = std::min(text_.find('\n', at_), text_.size());
  } else if (c == '"' || c == '\'') {
    part_ = TomlPart::String;
    part_end_ = string_end(text_, at_);
  } else {
    part_ = TomlPart::Bare;
    part_end_ = at_ + 1;
  }
  ++at_;
  return part_;
}

std::optional<std::size_t> find_deep_key(std::string_view text) {
  std::size_t parts = 1;
  for (TomlScan scan(text); !scan.done();) {
    const std::size_t at = scan.offset();
    if (scan.next() != TomlPart::Bare) continue;
    if (ends_key(text[at])) parts = 1;
    if (text[at] == '.' && ++parts > kMostKeyParts) return at;
  }
  return std::nullopt;
}

std::vector<std::string> comments_of(std::string_view text) {
  std::vector<std::string> comments;
  bool inside = false;
  for (TomlScan scan(text); !scan.done();) {
    const std::size_t at = scan.offset();
    const bool comment = scan.next() == TomlPart::Comment;
    if (comment && !inside) comments.emplace_back();
    if (comment && text[at] != '\r') comments.back() += text[at];
    inside = comment;
  }
  return comments;
}

}  // namespace nest::config
