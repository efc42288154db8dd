#include "compiler/mix/numbers.h"

#include <fmt/format.h>

#include <cmath>

namespace nest::mix {
namespace {

std::string marked(bool assumed, std::string text) { return assumed ? "~" + std::move(text) : text; }

// Three digits at most, and no zeros behind the point.
std::string short_text(double value) { return fmt::format("{:.3g}", value); }

std::string time_text(double nanoseconds) {
  const double seconds = nanoseconds / 1e9;
  if (seconds >= 120) {
    const double whole = std::round(seconds);
    if (whole >= 7200)
      return fmt::format("{:.0f} h {:.0f} min", std::floor(whole / 3600), std::fmod(whole, 3600) / 60);
    return fmt::format("{:.0f} min {:.0f} s", std::floor(whole / 60), std::fmod(whole, 60));
  }
  if (seconds >= 1) return short_text(seconds) + " s";
  if (nanoseconds >= 1e6) return short_text(nanoseconds / 1e6) + " ms";
  return short_text(nanoseconds / 1e3) + " us";
}

}  // namespace

std::string plain(double value) {
  if (value == 0) return "0";
  if (value >= 1000 || (value >= 100 && value == std::floor(value))) return fmt::format("{:.0f}", value);
  if (value >= 100) return fmt::format("{:.1f}", value);
  if (value >= 1) return fmt::format("{:.2f}", value);
  return fmt::format("{:.3g}", value);
}

std::string share(Estimate value) {
  const double percent = value.value * 100;
  if (percent > 0 && percent < 0.05) return marked(value.assumed, "<0.1 %");
  return marked(value.assumed, fmt::format("{:.1f} %", percent));
}

std::string count(const std::optional<Estimate>& value, std::string_view none) {
  return value ? marked(value->assumed, plain(value->value)) : std::string(none);
}

std::string time(const std::optional<Estimate>& nanoseconds, std::string_view none) {
  if (!nanoseconds) return std::string(none);
  return marked(nanoseconds->assumed, nanoseconds->is_zero() ? "0 s" : time_text(nanoseconds->value));
}

}  // namespace nest::mix
