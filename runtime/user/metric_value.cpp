#include "runtime/user/metric_value.h"

#include <cmath>
#include <limits>
#include <string_view>

#include "runtime/values/number_text.h"
#include "runtime/values/text.h"

namespace nest {
namespace {

std::string_view word(std::uint32_t kind) {
  switch (kind) {
    case NEST_METRIC_COUNTER:
      return "counter";
    case NEST_METRIC_TREND:
      return "trend";
    case NEST_METRIC_GAUGE:
      return "gauge";
    default:
      return "rate";
  }
}

NumberText number_text(const nest_value& value) {
  if (value.kind == NEST_FLOAT) return NumberText::of_float(value.as.f);
  if (value.kind == NEST_DURATION) return NumberText::of_duration(value.as.i);
  return NumberText::of_int(value.as.i);
}

Result<std::int64_t> thousandths(const nest_metric& metric, const nest_value& value, Arena& arena) {
  const auto cannot_hold = [&] {
    return fails(arena, "{} `{}` cannot hold {}", word(metric.kind), view_of(metric.name),
                 number_text(value).view());
  };
  if (value.kind == NEST_INT) {
    constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max() / kMetricParts;
    if (value.as.i > kMost || value.as.i < -kMost) return cannot_hold();
    return value.as.i * kMetricParts;
  }
  constexpr double kMost = 9.2e15;  // times a thousand, less than 2^63
  if (!(std::fabs(value.as.f) <= kMost)) return cannot_hold();
  return std::llround(value.as.f * static_cast<double>(kMetricParts));
}

}  // namespace

Result<std::int64_t> metric_value(const nest_metric& metric, const nest_value& value, Arena& arena) {
  if (metric.kind == NEST_METRIC_RATE) return value.as.i;
  const bool is_number = metric.kind != NEST_METRIC_COUNTER && metric.element == NEST_FLOAT;
  const Result<std::int64_t> amount = is_number ? thousandths(metric, value, arena) : value.as.i;
  if (!amount || *amount >= 0 || metric.kind == NEST_METRIC_GAUGE) return amount;
  return fails(arena, "{} `{}` takes nothing below 0, and was given {}", word(metric.kind),
               view_of(metric.name), number_text(value).view());
}

}  // namespace nest
