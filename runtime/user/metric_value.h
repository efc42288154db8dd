#pragma once

#include <cstdint>

#include "runtime/abi/nest_program.h"
#include "runtime/values/arena.h"
#include "runtime/values/failure.h"

namespace nest {

/// How many parts a number of a trend or gauge has: it is kept as a whole number of thousandths.
inline constexpr std::int64_t kMetricParts = 1000;

/// A value as the metric counts it: an int of a counter, 0 or 1 of a rate, thousandths (to the nearest) or
/// nanoseconds of a trend or gauge. Fails for less than nothing in a counter or trend, and for a number that
/// is none or has too many digits.
[[nodiscard]] Result<std::int64_t> metric_value(const nest_metric& metric, const nest_value& value,
                                                Arena& arena);

}  // namespace nest
