#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nest::syntax {

/// The values of literal tokens. Each takes the token's text as the lexer matched it, and gives nothing when
/// the value does not fit.

/// `42`: below 2^63.
[[nodiscard]] std::optional<std::int64_t> int_value(std::string_view text);
/// `1.5`, `1e9`: the nearest double, whatever the locale; nothing when it would be infinite.
[[nodiscard]] std::optional<double> float_value(std::string_view text);
/// `1.5s` in nanoseconds, exact in the digits given; what is below a nanosecond is cut off.
[[nodiscard]] std::optional<std::int64_t> duration_value(std::string_view text);
/// `\n`, `\u{1F600}` as UTF-8; nothing for a number that is no Unicode scalar value.
[[nodiscard]] std::optional<std::string> escape_value(std::string_view text);

}  // namespace nest::syntax
