#pragma once

#include <cstddef>
#include <string_view>

namespace nest {

/// How text is written into URLs, forms and JSON. Each pair: how many bytes it takes, and the writing, which
/// returns the end of what it wrote.

/// RFC 3986: all but unreserved characters as %XX. With `form`, blanks as '+' (WHATWG URL,
/// application/x-www-form-urlencoded).
[[nodiscard]] std::size_t percent_size(std::string_view text, bool form);
char* write_percent(std::string_view text, bool form, char* out);

/// A JSON string with its quotes. Bytes from 0x80 on stay as they are.
[[nodiscard]] std::size_t json_string_size(std::string_view text);
char* write_json_string(std::string_view text, char* out);

/// RFC 4648, section 4: with padding, on one line. The size is a function of the text's size.
[[nodiscard]] constexpr std::size_t base64_size(std::size_t bytes) { return (bytes + 2) / 3 * 4; }
char* write_base64(std::string_view text, char* out);

}  // namespace nest
