#include "runtime/user/wait_time.h"

#include <algorithm>

namespace nest {
namespace {

Nanoseconds within_bounds(Nanoseconds wait) { return std::clamp<Nanoseconds>(wait, 0, kLongestWait); }

// In doubles first: a distribution's tail may be too long for 64 bits.
Nanoseconds within_bounds(double wait) {
  return static_cast<Nanoseconds>(std::clamp(wait, 0.0, static_cast<double>(kLongestWait)));
}

}  // namespace

Nanoseconds wait_time(const nest_wait& wait, Nanoseconds since_cycle, RandomStream& random) {
  switch (wait.kind) {
    case NEST_WAIT_FIXED:
      return within_bounds(wait.a);
    case NEST_WAIT_UNIFORM:
      return within_bounds(random.integer(std::min(wait.a, wait.b), std::max(wait.a, wait.b)));
    case NEST_WAIT_EXPONENTIAL:
      return within_bounds(random.exponential(static_cast<double>(wait.a)));
    case NEST_WAIT_NORMAL:
      return within_bounds(random.normal(static_cast<double>(wait.a), static_cast<double>(wait.b)));
    case NEST_WAIT_PACE:
      return within_bounds(within_bounds(wait.a) - std::max<Nanoseconds>(0, since_cycle));
    default:
      return 0;
  }
}

}  // namespace nest
