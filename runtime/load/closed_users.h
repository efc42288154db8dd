#pragma once

#include <cstdint>

#include "runtime/time/clock.h"

namespace nest {

/// A closed plan: a number of users that each start once and stay. A pure function of the plan and the time
/// since the run's start, so that any thread or machine can say which user starts when without asking
/// another.
///
/// The counts are Locust's: at rate r, batches of k = max(1, floor(r)) users every k/r seconds, the first at
/// once, so that n users run after (ceil(n/k) - 1) * k/r seconds. A batch after the first does not start all
/// at once at its time but spread evenly over the gap before it, its last user at its time: the same ramp
/// without the jolts.
class ClosedUsers {
 public:
  /// `spawn_rate` users a second; 0 or less (or no number): all at once.
  ClosedUsers(std::uint64_t users, double spawn_rate);

  [[nodiscard]] std::uint64_t users() const { return users_; }
  /// When user `number` (from 0) starts, from the run's start. Never decreases with the number.
  [[nodiscard]] Nanoseconds start_of(std::uint64_t number) const;
  /// How many have started by then: those with start_of(number) <= time.
  [[nodiscard]] std::uint64_t started_by(Nanoseconds time) const;

 private:
  std::uint64_t users_;
  std::uint64_t batch_;
  double rate_;  // 0: all at once
};

/// How users are dealt out to the workers of a run: user n belongs to worker n mod `workers`.
struct WorkerShare {
  std::uint64_t worker = 0;
  std::uint64_t workers = 1;

  /// How many of `users` are this worker's.
  [[nodiscard]] std::uint64_t count(std::uint64_t users) const {
    return users > worker ? (users - worker - 1) / workers + 1 : 0;
  }
  /// The number of its i-th user, from 0.
  [[nodiscard]] std::uint64_t number(std::uint64_t i) const { return worker + i * workers; }
  /// The reverse.
  [[nodiscard]] std::uint64_t index(std::uint64_t number) const { return number / workers; }
};

}  // namespace nest
