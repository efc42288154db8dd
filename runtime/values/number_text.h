#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <string_view>

#include "runtime/time/clock.h"

namespace nest {

/// A number written out: no allocation, at most 32 bytes.
class NumberText {
 public:
  [[nodiscard]] static NumberText of_int(std::int64_t value);
  /// The shortest text that reads back as the same float: `0.1`, `5`, `1e+20`; `nan`, `inf`, `-inf`.
  [[nodiscard]] static NumberText of_float(double value);
  /// As a .nest source would write it, exactly: `1.5s`, `90s`, `20ms`, `0.5us`, `0s`.
  [[nodiscard]] static NumberText of_duration(Nanoseconds value);

  [[nodiscard]] std::string_view view() const { return {bytes_.data(), size_}; }

 private:
  std::array<char, 32> bytes_{};
  std::size_t size_ = 0;
};

enum class NumberError : std::uint8_t { NotANumber, OutOfRange };

/// The whole text as a decimal number, blanks around it allowed. A float may have a fraction and an exponent;
/// nan and infinities are no numbers.
[[nodiscard]] std::expected<std::int64_t, NumberError> parse_int(std::string_view text);
[[nodiscard]] std::expected<double, NumberError> parse_float(std::string_view text);

/// Whether the whole text is a number of JSON's grammar (RFC 8259, section 6).
[[nodiscard]] bool is_json_number(std::string_view text);
/// A number of JSON's grammar whose value is whole: `5`, `-3`, `5.0`, `1e3`. With a fraction or an exponent
/// it must lie below 2^53, where floats are exact.
[[nodiscard]] std::expected<std::int64_t, NumberError> parse_json_int(std::string_view text);

}  // namespace nest
