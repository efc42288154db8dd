#include "runtime/values/number_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "runtime/values/text.h"

namespace nest {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }

std::size_t digits_from(std::string_view text, std::size_t position) {
  while (position < text.size() && digit(text[position])) ++position;
  return position;
}

template <typename T>
std::expected<T, NumberError> parse_whole(std::string_view text) {
  text = trimmed(text);
  T value{};
  const char* begin = text.data();
  const char* end = begin + text.size();
  const auto [stopped, error] = std::from_chars(begin, end, value);
  if (stopped != end || error == std::errc::invalid_argument) return std::unexpected(NumberError::NotANumber);
  if (error != std::errc{}) return std::unexpected(NumberError::OutOfRange);
  return value;
}

/// Of a decimal number outside the range of floats: whether it is too close to zero, not too far from it.
bool is_tiny(std::string_view text) {
  const std::size_t exponent_mark = std::min(text.find_first_of("eE"), text.size());
  const std::string_view mantissa = text.substr(0, exponent_mark);
  std::string_view exponent_text = text.substr(std::min(exponent_mark + 1, text.size()));
  if (exponent_text.starts_with('+')) exponent_text.remove_prefix(1);
  const auto exponent = parse_whole<std::int64_t>(exponent_text);
  if (!exponent && !exponent_text.empty()) return exponent_text.front() == '-';
  const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
  const std::size_t first = mantissa.find_first_of("123456789");
  const auto places = static_cast<std::int64_t>(point) - static_cast<std::int64_t>(first);
  return places < 0 - exponent.value_or(0);
}

}  // namespace

NumberText NumberText::of_int(std::int64_t value) {
  NumberText text;
  char* begin = text.bytes_.data();
  text.size_ = static_cast<std::size_t>(std::to_chars(begin, begin + text.bytes_.size(), value).ptr - begin);
  return text;
}

NumberText NumberText::of_float(double value) {
  NumberText text;
  // A NaN's sign means nothing, and differs between what is folded at compile time and what the processor
  // makes.
  if (std::isnan(value)) value = std::fabs(value);
  char* begin = text.bytes_.data();
  text.size_ = static_cast<std::size_t>(std::to_chars(begin, begin + text.bytes_.size(), value).ptr - begin);
  return text;
}

NumberText NumberText::of_duration(Nanoseconds value) {
  NumberText text;
  // The magnitude of the most negative duration has no int64.
  const std::uint64_t magnitude =
      value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  const bool seconds = magnitude == 0 || magnitude >= std::uint64_t{kSecond};
  const bool milliseconds = !seconds && magnitude >= std::uint64_t{kMillisecond};
  const std::uint64_t unit = seconds ? kSecond : milliseconds ? kMillisecond : kMicrosecond;
  char* out = text.bytes_.data();
  if (value < 0) *out++ = '-';
  out = std::to_chars(out, out + 20, magnitude / unit).ptr;
  std::uint64_t rest = magnitude % unit;
  if (rest != 0) *out++ = '.';
  for (std::uint64_t place = unit / 10; rest != 0; place /= 10) {
    *out++ = static_cast<char>('0' + rest / place);
    rest %= place;
  }
  if (!seconds) *out++ = milliseconds ? 'm' : 'u';
  *out++ = 's';
  text.size_ = static_cast<std::size_t>(out - text.bytes_.data());
  return text;
}

std::expected<std::int64_t, NumberError> parse_int(std::string_view text) {
  return parse_whole<std::int64_t>(text);
}

std::expected<double, NumberError> parse_float(std::string_view text) {
  const auto value = parse_whole<double>(text);
  if (!value && value.error() == NumberError::OutOfRange && is_tiny(trimmed(text))) return 0.0;
  if (value && !std::isfinite(*value)) return std::unexpected(NumberError::NotANumber);
  return value;
}

bool is_json_number(std::string_view text) {
  std::size_t position = text.starts_with('-') ? 1 : 0;
  const std::size_t whole = digits_from(text, position);
  if (whole == position || (text[position] == '0' && whole > position + 1)) return false;
  position = whole;
  if (position < text.size() && text[position] == '.') {
    const std::size_t fraction = digits_from(text, position + 1);
    if (fraction == position + 1) return false;
    position = fraction;
  }
  if (position < text.size() && (text[position] == 'e' || text[position] == 'E')) {
    ++position;
    if (position < text.size() && (text[position] == '+' || text[position] == '-')) ++position;
    const std::size_t exponent = digits_from(text, position);
    if (exponent == position) return false;
    position = exponent;
  }
  return position == text.size();
}

std::expected<std::int64_t, NumberError> parse_json_int(std::string_view text) {
  if (!is_json_number(text)) return std::unexpected(NumberError::NotANumber);
  if (text.find_first_of(".eE") == std::string_view::npos) return parse_int(text);
  constexpr double kExact = 9007199254740992;  // 2^53: from here on neighbours are missing
  const auto value = parse_float(text);
  if (!value) return std::unexpected(value.error());
  if (std::trunc(*value) != *value) return std::unexpected(NumberError::NotANumber);
  if (std::fabs(*value) >= kExact) return std::unexpected(NumberError::OutOfRange);
  return static_cast<std::int64_t>(*value);
}

}  // namespace nest
