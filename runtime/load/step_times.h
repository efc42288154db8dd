#pragma once

#include <vector>

#include "runtime/time/clock.h"

namespace nest {

/// When a step of a plan is, from the run's start, whatever it sets.
struct StepTime {
  Nanoseconds begin = 0;
  Nanoseconds end = 0;
  bool is_ramp = false;
};

/// The steps of a plan in their order; each begins where the one before it ends.
using StepTimes = std::vector<StepTime>;

}  // namespace nest
