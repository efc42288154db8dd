#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/load/step_times.h"
#include "runtime/time/clock.h"

namespace nest {

/// A step of a plan: one level that is held, or a ramp from one to another.
struct LoadStep {
  std::string name;  ///< may be empty
  std::uint64_t from = 0;
  std::uint64_t to = 0;
  Nanoseconds length = 0;  ///< above 0

  [[nodiscard]] bool is_ramp() const { return from != to; }
};

/// A number of users over time: a pure function of the steps and the time since the run's start, so that any
/// thread or machine can say which user runs when without asking another. Users are counted in slots: slot n
/// is taken while more than n users are wanted, so that a fall ends the youngest first, as Locust does it. On
/// a ramp from a to b of length T the level after t is a plus the whole part of (b - a) * t / T; a ramp down
/// is the same backwards.
class LoadSteps {
 public:
  static constexpr Nanoseconds kNever = INT64_MAX;

  explicit LoadSteps(std::vector<LoadStep> steps);

  [[nodiscard]] const std::vector<LoadStep>& steps() const { return steps_; }
  [[nodiscard]] Nanoseconds length() const { return begins_.back(); }
  [[nodiscard]] StepTimes times() const;
  /// The most users at a time.
  [[nodiscard]] std::uint64_t most() const;
  /// How many users start in all, should none of them end by itself.
  [[nodiscard]] std::uint64_t starts() const;
  /// How many users are wanted; after the end as many as at it.
  [[nodiscard]] std::uint64_t level_at(Nanoseconds time) const;
  /// The first moment from `after` on at which the slot is taken, or free; kNever when there is none before
  /// the end.
  [[nodiscard]] Nanoseconds taken_from(std::uint64_t slot, Nanoseconds after) const;
  [[nodiscard]] Nanoseconds free_from(std::uint64_t slot, Nanoseconds after) const;

 private:
  std::vector<LoadStep> steps_;
  std::vector<Nanoseconds> begins_;  // one more than there are steps
};

}  // namespace nest
