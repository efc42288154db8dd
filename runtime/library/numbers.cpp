// Numbers. What no int can hold fails.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "runtime/library/functions.h"

namespace nest::library {
namespace {

/// An int or a duration, as the argument was.
nest_status give_like(Call& call, std::int64_t value) {
  return call.give({call.value(0).kind, {.i = value}});
}

nest_status give_whole(Call& call, double value) {
  // Both bounds are exact as doubles; NaN is inside neither.
  if (!(value >= -0x1p63 && value < 0x1p63)) return call.fail(fmt::format("no int can hold {}", value));
  return call.give_int(static_cast<std::int64_t>(value));
}

}  // namespace

nest_status abs_int(Call& call) {
  const std::int64_t value = call.integer(0);
  if (value == std::numeric_limits<std::int64_t>::min()) {
    return call.fail(fmt::format("the absolute value of {} does not fit 64 bits", value));
  }
  return give_like(call, value < 0 ? -value : value);
}
nest_status abs_float(Call& call) { return call.give_float(std::fabs(call.real(0))); }

nest_status min_int(Call& call) { return give_like(call, std::min(call.integer(0), call.integer(1))); }
nest_status max_int(Call& call) { return give_like(call, std::max(call.integer(0), call.integer(1))); }
// Of a number and no number, the number.
nest_status min_float(Call& call) { return call.give_float(std::fmin(call.real(0), call.real(1))); }
nest_status max_float(Call& call) { return call.give_float(std::fmax(call.real(0), call.real(1))); }

nest_status floor_float(Call& call) { return give_whole(call, std::floor(call.real(0))); }
nest_status ceil_float(Call& call) { return give_whole(call, std::ceil(call.real(0))); }
// Halves away from zero.
nest_status round_float(Call& call) { return give_whole(call, std::round(call.real(0))); }

}  // namespace nest::library
