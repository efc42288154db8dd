#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include "runtime/abi/nest_program.h"
#include "runtime/load/limit_outcome.h"
#include "runtime/load/step_times.h"
#include "runtime/metrics/statistics.h"

namespace nest {

/// Holds what a run measures against the limits of its plan. A limit looks at whole seconds: those that lie
/// in the steady steps of the plan, in its ramps, or in one step. Without a window it is judged once, over
/// all of these at the end; with one, over each stretch of that length, and the worst counts. Where nothing
/// was measured a limit is broken, not met. A plan without a steady step is looked at as a whole. Belongs to
/// one thread.
class LimitJudge {
 public:
  /// Program and plan outlive it. `steps` are the plan's, one at least.
  LimitJudge(const nest_program& program, const nest_plan& plan, StepTimes steps);

  /// What was measured from `begin` to `end`, times since the run's start; in order. True when a limit that
  /// ends the run is broken now.
  bool second(Nanoseconds begin, Nanoseconds end, const Statistics& delta);
  /// One for each limit, in the plan's order; once, at the end.
  [[nodiscard]] std::vector<LimitOutcome> outcomes();

 private:
  /// A number of a stretch of time.
  struct Reading {
    double value = 0;
    bool has_samples = false;
  };
  /// What one limit has seen.
  struct Watch {
    const nest_limit* limit = nullptr;
    Statistics total;  // without a window
    Nanoseconds seconds = 0;
    std::deque<Statistics> window;  // a second each, the newest last
    Nanoseconds seen_until = 0;
    bool was_judged = false;
    LimitOutcome worst;
  };

  [[nodiscard]] bool looks_at(const nest_limit& limit, Nanoseconds begin, Nanoseconds end) const;
  void judge(Watch& watch, const Reading& reading, Nanoseconds at);
  void judge_window(Watch& watch, Nanoseconds at);
  [[nodiscard]] Reading read(const nest_limit& limit, const Statistics& part, Nanoseconds time) const;

  const nest_program* program_;
  StepTimes steps_;
  bool has_steady_ = false;
  std::vector<Watch> watches_;
};

/// What `value` says of a limit's own bound.
[[nodiscard]] bool holds(const nest_limit& limit, double value);
/// A number of a plan: the value of its param where it has one.
[[nodiscard]] double amount_of(const nest_amount& amount);

}  // namespace nest
