#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/load/step_times.h"
#include "runtime/time/clock.h"

namespace nest {

/// A step of a plan of arrivals: a rate that is held, or a ramp from one to another.
struct ArrivalStep {
  std::string name;        ///< may be empty
  double from = 0;         ///< arrivals a second; finite, 0 at least
  double to = 0;           ///< the same
  Nanoseconds length = 0;  ///< above 0

  [[nodiscard]] bool is_ramp() const { return from != to; }
};

/// When the arrivals of an open plan come: a pure function of the steps and of an arrival's number, so that
/// any thread or machine knows its own ones without asking another. Arrival n (from 0) comes at the first
/// moment from which on the rate, added up over the time since the start (its integral), is more than n: the
/// first at once, then evenly, faster as the rate rises. No interval is added to another, so nothing drifts:
/// 5/s for an hour are 18000 arrivals. A number of arrivals that is whole but for the rounding of its rates
/// ((40.0 / 60)/s for 60 s) counts as whole.
class ArrivalSchedule {
 public:
  static constexpr Nanoseconds kNever = INT64_MAX;

  /// At most `most` arrivals; 0: as many as the steps make.
  explicit ArrivalSchedule(std::vector<ArrivalStep> steps, std::uint64_t most = 0);

  [[nodiscard]] const std::vector<ArrivalStep>& steps() const { return steps_; }
  [[nodiscard]] Nanoseconds length() const { return begins_.back(); }
  [[nodiscard]] StepTimes times() const;
  /// How many arrive in all.
  [[nodiscard]] std::uint64_t total() const { return total_; }
  /// Whether `most` ends the arrivals before the steps do.
  [[nodiscard]] bool is_cut_short() const { return is_cut_short_; }
  /// When arrival `number` comes, from the run's start; kNever from total() on. Never decreases.
  [[nodiscard]] Nanoseconds time_of(std::uint64_t number) const;

 private:
  std::vector<ArrivalStep> steps_;
  std::vector<Nanoseconds> begins_;  // one more than there are steps
  std::vector<long double> come_;    // arrivals before each of these
  std::uint64_t total_ = 0;
  bool is_cut_short_ = false;
};

}  // namespace nest
