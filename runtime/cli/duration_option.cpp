#include "runtime/cli/duration_option.h"

#include <array>
#include <charconv>
#include <cmath>

namespace nest {

namespace {

struct Unit {
  std::string_view name;
  double nanoseconds;
};
constexpr std::array<Unit, 5> kUnits = {{{"h", 3600e9}, {"m", 60e9}, {"s", 1e9}, {"ms", 1e6}, {"us", 1e3}}};
constexpr double kYear = 366 * 24 * 3600e9;

// The unsigned decimal that `text` starts with; taken off it.
std::optional<double> take_number(std::string_view& text) {
  const std::size_t length = text.find_first_not_of("0123456789.");
  const std::string_view digits = text.substr(0, length);
  double number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  text.remove_prefix(digits.size());
  return number;
}

std::string_view take_unit(std::string_view& text) {
  const std::size_t length = std::min(text.find_first_of("0123456789."), text.size());
  const std::string_view unit = text.substr(0, length);
  text.remove_prefix(length);
  return unit;
}

}  // namespace

std::optional<Nanoseconds> parse_duration(std::string_view text) {
  if (text.empty()) return std::nullopt;
  double total = 0;
  std::size_t next_unit = 0;
  const bool bare = text.find_first_not_of("0123456789.") == std::string_view::npos;
  while (!text.empty()) {
    const std::optional<double> number = take_number(text);
    if (!number) return std::nullopt;
    const std::string_view name = bare ? "s" : take_unit(text);
    while (next_unit < kUnits.size() && kUnits[next_unit].name != name) ++next_unit;
    if (next_unit == kUnits.size()) return std::nullopt;
    total += *number * kUnits[next_unit++].nanoseconds;
  }
  if (total > kYear) return std::nullopt;
  return static_cast<Nanoseconds>(std::llround(total));
}

}  // namespace nest
