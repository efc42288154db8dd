#pragma once

#include "runtime/abi/nest_program.h"
#include "runtime/random/random_stream.h"
#include "runtime/time/clock.h"

namespace nest {

/// No wait is longer: ten years.
inline constexpr Nanoseconds kLongestWait = 3650LL * 24 * 3600 * kSecond;

/// How long a user thinks now. `since_cycle` is the time since the last cycle of waits began (see
/// NEST_WAIT_PACE): since the taskset's first pick, then since the end of its latest wait. Between 0 and
/// kLongestWait.
[[nodiscard]] Nanoseconds wait_time(const nest_wait& wait, Nanoseconds since_cycle, RandomStream& random);

}  // namespace nest
