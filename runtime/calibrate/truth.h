#pragma once

#include <cstddef>
#include <vector>

#include "runtime/time/clock.h"

namespace nest::calibrate {

/// What is known of some times exactly: every one of them. The quantiles are those of
/// Histogram::percentile(), without its rounding.
class Truth {
 public:
  void add(Nanoseconds time) {
    times_.push_back(time);
    sorted_ = false;
  }
  void clear() { times_.clear(); }

  /// In no order.
  [[nodiscard]] const std::vector<Nanoseconds>& times() const { return times_; }
  [[nodiscard]] std::size_t count() const { return times_.size(); }
  [[nodiscard]] std::size_t count_over(Nanoseconds time) const;
  /// Nearest rank: of the n times in order the one at place ceil(percent / 100 * n), at least the first. 0
  /// when there are none. `percent` counts to a thousandth, from 0 to 100; what lies outside is taken to its
  /// end.
  [[nodiscard]] Nanoseconds percentile(double percent) const;

 private:
  mutable std::vector<Nanoseconds> times_;  // in order once somebody has asked
  mutable bool sorted_ = false;
};

}  // namespace nest::calibrate
