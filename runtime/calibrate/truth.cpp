#include "runtime/calibrate/truth.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace nest::calibrate {

std::size_t Truth::count_over(Nanoseconds time) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(times_, [time](Nanoseconds each) { return each > time; }));
}

Nanoseconds Truth::percentile(double percent) const {
  if (times_.empty()) return 0;
  if (!sorted_) std::ranges::sort(times_);
  sorted_ = true;
  // In whole thousandths of a percent: no rounding of 0.999 * n.
  constexpr std::uint64_t kAPercent = 1000;
  constexpr std::uint64_t kWhole = 100 * kAPercent;
  const auto thousandths =
      static_cast<std::uint64_t>(std::llround(std::clamp(percent, 0.0, 100.0) * kAPercent));
  const std::uint64_t rank = (thousandths * times_.size() + kWhole - 1) / kWhole;
  return times_[std::max<std::uint64_t>(rank, 1) - 1];
}

}  // namespace nest::calibrate
