#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace nest {

/// One code point read from UTF-8.
struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 1;  ///< how many it took; 1 when `valid` is false
  bool valid =
      false;  ///< false: the byte begins no well-formed sequence (also surrogates and overlong forms)
};

/// The code point at `offset`, which must be inside the text.
[[nodiscard]] CodePoint decode_utf8(std::string_view text, std::size_t offset);

/// Offset of the first byte that is no UTF-8; nothing when all of it is.
[[nodiscard]] std::optional<std::size_t> find_invalid_utf8(std::string_view text);

}  // namespace nest
