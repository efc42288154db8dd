// RunValues::check: what the checker could only say of the defaults.

#include <fmt/format.h>

#include "runtime/cli/run_values.h"
#include "runtime/report/format.h"
#include "runtime/values/number_text.h"

namespace nest {
namespace {

constexpr std::int64_t kYear = 366LL * 24 * 3600 * kSecond;

double rate_of(const nest_value& value) {
  return value.kind == NEST_FLOAT ? value.as.f : static_cast<double>(value.as.i);
}

// What is wrong with one run value of a wait; empty: nothing. The limits are those of nestc (N0409).
std::string fault_of(const nest_wait& wait, const nest_value* value) {
  if (value == nullptr) return {};
  if (value->kind != NEST_DURATION) {
    const double rate = rate_of(*value);
    if (rate >= 1e-7 && rate <= 1e6) return {};
    return fmt::format("a rate of {} a second; it lies between 0.0000001 and 1000000", rate);
  }
  const std::int64_t time = value->as.i;
  const bool may_be_zero = wait.kind != NEST_WAIT_EXPONENTIAL && wait.kind != NEST_WAIT_PACE;
  if (time > kYear) return "longer than a year";
  if (time < 0 || (time == 0 && !may_be_zero)) return "not longer than nothing";
  return {};
}

std::int64_t chosen(std::int64_t constant, const nest_value* value) {
  return value == nullptr ? constant : value->as.i;
}

std::string fault_of(const nest_wait& wait) {
  std::string fault = fault_of(wait, wait.a_value);
  if (fault.empty()) fault = fault_of(wait, wait.b_value);
  if (!fault.empty() || wait.kind != NEST_WAIT_UNIFORM) return fault;
  const std::int64_t first = chosen(wait.a, wait.a_value);
  const std::int64_t last = chosen(wait.b, wait.b_value);
  if (first <= last) return {};
  return fmt::format("{}..{}, which ends before it begins", NumberText::of_duration(first).view(),
                     NumberText::of_duration(last).view());
}

}  // namespace

RunValues::Outcome RunValues::check() const {
  for (std::uint64_t i = 0; i < program_->taskset_count; ++i) {
    const nest_taskset& taskset = program_->tasksets[i];
    const std::string fault = fault_of(taskset.wait);
    if (fault.empty()) continue;
    return std::unexpected(
        fmt::format("as the params are set, the wait of {} is {}", one_line(view(taskset.full_name)), fault));
  }
  return {};
}

}  // namespace nest
