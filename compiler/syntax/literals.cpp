#include "compiler/syntax/literals.h"

#include <charconv>
#include <cmath>
#include <limits>

namespace nest::syntax {
namespace {

struct Unit {
  std::string_view suffix;
  std::int64_t nanoseconds;
};
/// Two-letter suffixes first: `ms` also ends in `s`.
constexpr Unit kUnits[] = {
    {"ns", 1},
    {"us", 1'000},
    {"ms", 1'000'000},
    {"s", 1'000'000'000},
    {"m", 60'000'000'000},
    {"h", 3'600'000'000'000},
};

/// The part behind the point, in nanoseconds: digit by digit, so `0.1s` is exactly 100 ms.
std::int64_t fraction_of(std::string_view digits, std::int64_t unit) {
  __extension__ using Wide = __int128;
  Wide numerator = 0;
  Wide denominator = 1;
  // The largest unit is 3.6e12 ns: digits beyond the 18th are below a nanosecond.
  for (const char digit : digits.substr(0, 18)) {
    numerator = numerator * 10 + (digit - '0');
    denominator *= 10;
  }
  return static_cast<std::int64_t>(numerator * unit / denominator);
}

std::string utf8(std::uint32_t point) {
  const auto continuation = [](std::uint32_t bits) { return static_cast<char>(0x80U | (bits & 0x3FU)); };
  if (point < 0x80) return {static_cast<char>(point)};
  if (point < 0x800) return {static_cast<char>(0xC0U | (point >> 6U)), continuation(point)};
  if (point < 0x10000) {
    return {static_cast<char>(0xE0U | (point >> 12U)), continuation(point >> 6U), continuation(point)};
  }
  return {static_cast<char>(0xF0U | (point >> 18U)), continuation(point >> 12U), continuation(point >> 6U),
          continuation(point)};
}

}  // namespace

std::optional<std::int64_t> int_value(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<double> float_value(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end != text.data() + text.size()) return std::nullopt;
  // "Out of range" is also said of numbers too close to zero; those are zero.
  if (error == std::errc::result_out_of_range) {
    const std::size_t exponent = text.find_first_of("eE");
    const bool tiny = exponent == std::string_view::npos ? text.starts_with('0') : text[exponent + 1] == '-';
    return tiny ? std::optional(0.0) : std::nullopt;
  }
  if (error != std::errc() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<std::int64_t> duration_value(std::string_view text) {
  for (const auto& [suffix, unit] : kUnits) {
    if (!text.ends_with(suffix)) continue;
    const std::string_view number = text.substr(0, text.size() - suffix.size());
    const std::size_t point = number.find('.');
    const std::optional<std::int64_t> whole = int_value(number.substr(0, point));
    if (!whole) return std::nullopt;
    const std::int64_t fraction =
        point == std::string_view::npos ? 0 : fraction_of(number.substr(point + 1), unit);
    std::int64_t total = 0;
    if (__builtin_mul_overflow(*whole, unit, &total) || __builtin_add_overflow(total, fraction, &total)) {
      return std::nullopt;
    }
    return total;
  }
  return std::nullopt;
}

std::optional<std::string> escape_value(std::string_view text) {
  if (text.size() < 2) return std::nullopt;
  switch (text[1]) {
    case 'n':
      return "\n";
    case 't':
      return "\t";
    case 'r':
      return "\r";
    case 'u':
      break;
    default:
      return std::string(1, text[1]);
  }
  const std::string_view digits = text.substr(3, text.size() - 4);  // between `\u{` and `}`
  std::uint32_t point = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), point, 16);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  if (point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return std::nullopt;
  return utf8(point);
}

}  // namespace nest::syntax
