#include "compiler/config/time_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

namespace nest::config {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t nanoseconds;
};
constexpr std::array<Unit, 5> kUnits = {{{"h", 3'600'000'000'000},
                                         {"m", 60'000'000'000},
                                         {"s", 1'000'000'000},
                                         {"ms", 1'000'000},
                                         {"us", 1'000}}};
constexpr double kYear = 366 * 24 * 3600e9;

/// The unsigned decimal that `text` starts with; taken off it.
std::optional<double> take_number(std::string_view& text) {
  const std::string_view digits = text.substr(0, text.find_first_not_of("0123456789."));
  double number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  text.remove_prefix(digits.size());
  return number;
}

std::string_view take_unit(std::string_view& text) {
  const std::string_view unit = text.substr(0, std::min(text.find_first_of("0123456789."), text.size()));
  text.remove_prefix(unit.size());
  return unit;
}

}  // namespace

std::optional<std::chrono::nanoseconds> parse_time(std::string_view text) {
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
    total += *number * static_cast<double>(kUnits[next_unit++].nanoseconds);
  }
  if (total > kYear) return std::nullopt;
  return std::chrono::nanoseconds(std::llround(total));
}

std::string time_text(std::chrono::nanoseconds time) {
  std::int64_t rest = time.count();
  if (rest < kUnits.back().nanoseconds) return "0s";
  std::string text;
  for (const Unit& unit : kUnits) {
    if (rest < unit.nanoseconds) continue;
    // Hours and minutes whole; what is left as one number of the largest unit that it has.
    const bool whole = unit.nanoseconds >= 60'000'000'000;
    if (!whole) {
      return text + fmt::format("{}{}", static_cast<double>(rest) / static_cast<double>(unit.nanoseconds),
                                unit.name);
    }
    text += fmt::format("{}{}", rest / unit.nanoseconds, unit.name);
    rest %= unit.nanoseconds;
  }
  return text;
}

}  // namespace nest::config
