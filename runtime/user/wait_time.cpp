#include "runtime/user/wait_time.h"

#include <algorithm>

namespace nest {
namespace {

Nanoseconds within_bounds(Nanoseconds wait) { return std::clamp<Nanoseconds>(wait, 0, kLongestWait); }

// In doubles first: a distribution's tail may be too long for 64 bits.
Nanoseconds within_bounds(double wait) {
  return static_cast<Nanoseconds>(std::clamp(wait, 0.0, static_cast<double>(kLongestWait)));
}

// A run value in place of a constant; a number is that many starts a second.
Nanoseconds chosen(Nanoseconds constant, const nest_value* run_value) {
  if (run_value == nullptr) return constant;
  if (run_value->kind == NEST_DURATION) return run_value->as.i;
  const double rate = run_value->kind == NEST_FLOAT ? run_value->as.f : static_cast<double>(run_value->as.i);
  return rate > 0 ? within_bounds(1e9 / rate) : kLongestWait;
}

}  // namespace

Nanoseconds wait_time(const nest_wait& wait, Nanoseconds since_cycle, RandomStream& random) {
  const Nanoseconds a = chosen(wait.a, wait.a_value);
  const Nanoseconds b = chosen(wait.b, wait.b_value);
  switch (wait.kind) {
    case NEST_WAIT_FIXED:
      return within_bounds(a);
    case NEST_WAIT_UNIFORM:
      return within_bounds(random.integer(std::min(a, b), std::max(a, b)));
    case NEST_WAIT_EXPONENTIAL:
      return within_bounds(random.exponential(static_cast<double>(a)));
    case NEST_WAIT_NORMAL:
      return within_bounds(random.normal(static_cast<double>(a), static_cast<double>(b)));
    case NEST_WAIT_PACE:
      return within_bounds(within_bounds(a) - std::max<Nanoseconds>(0, since_cycle));
    default:
      return 0;
  }
}

}  // namespace nest
