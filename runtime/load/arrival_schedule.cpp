#include "runtime/load/arrival_schedule.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace nest {
namespace {

long double seconds(Nanoseconds time) {
  return static_cast<long double>(time) / static_cast<long double>(kSecond);
}

// Rates are doubles, which hold few fractions exactly: a sum that is as near to a whole number as their
// rounding can have put it is that number.
long double without_rounding(long double count) {
  constexpr long double kRelativeError = 1e-12L;
  const long double whole = std::round(count);
  return std::abs(count - whole) <= kRelativeError * std::max(1.0L, count) ? whole : count;
}

long double arrivals_of(const ArrivalStep& step) {
  return (static_cast<long double>(step.from) + static_cast<long double>(step.to)) / 2 * seconds(step.length);
}

// When a step has made so many arrivals, in seconds from its beginning. With the rate a at the beginning and
// the slope s they are a t + s t^2 / 2; this form of the root loses no digits where s is small, and needs no
// special case for a level.
long double time_within(const ArrivalStep& step, long double count) {
  const auto from = static_cast<long double>(step.from);
  const long double slope = (static_cast<long double>(step.to) - from) / seconds(step.length);
  const long double rate_then = std::sqrt(std::max(0.0L, from * from + 2 * slope * count));
  return from + rate_then > 0 ? 2 * count / (from + rate_then) : 0.0L;
}

}  // namespace

ArrivalSchedule::ArrivalSchedule(std::vector<ArrivalStep> steps, std::uint64_t most)
    : steps_(std::move(steps)), begins_(1, 0), come_(1, 0) {
  for (const ArrivalStep& step : steps_) {
    begins_.push_back(begins_.back() + step.length);
    come_.push_back(without_rounding(come_.back() + arrivals_of(step)));
  }
  total_ = static_cast<std::uint64_t>(std::ceil(come_.back()));
  is_cut_short_ = most != 0 && most < total_;
  if (is_cut_short_) total_ = most;
}

StepTimes ArrivalSchedule::times() const {
  StepTimes times;
  for (std::size_t i = 0; i < steps_.size(); ++i)
    times.push_back({begins_[i], begins_[i + 1], steps_[i].is_ramp()});
  return times;
}

Nanoseconds ArrivalSchedule::time_of(std::uint64_t number) const {
  if (number >= total_) return kNever;
  const auto count = static_cast<long double>(number);
  // The first step that ends with more arrivals than that. There is one: the number is below the total.
  const auto after = std::upper_bound(come_.begin() + 1, come_.end(), count);
  const auto index = static_cast<std::size_t>(after - come_.begin()) - 1;
  const ArrivalStep& step = steps_[index];
  const long double within = time_within(step, count - come_[index]) * static_cast<long double>(kSecond);
  return begins_[index] + std::clamp<Nanoseconds>(std::llround(within), 0, step.length - 1);
}

}  // namespace nest
