#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "compiler/compile.h"
#include "runtime/cli/options.h"
#include "runtime/cli/run_plan.h"
#include "runtime/doctor/load_need.h"

namespace nest {

/// How large a run is.
struct RunScale {
  std::uint64_t users = 1;
  std::uint64_t threads = 1;
  double spawn_rate = 1;  ///< the most users that begin in a second
};
/// By the plan, where there is one.
[[nodiscard]] RunScale run_scale(const RunArguments& arguments, const RunPlan& plan, std::uint64_t threads);

/// What such a run asks of a machine. `program` may be null: then a user's own state is taken for nothing.
/// One that has no request in it asks for no connections. Looks the host's addresses up when connections are
/// to go to all of them.
[[nodiscard]] doctor::LoadNeed load_need(const TargetOptions& target, const RunScale& scale,
                                         const CompiledProgram* program);

/// Raises this process's limits as far as the run needs it; what keeps this machine from carrying the run all
/// the same, with what changes that: `nest doctor` in short.
[[nodiscard]] std::optional<std::string> find_capacity_fault(const TargetOptions& target,
                                                             const RunScale& scale,
                                                             const CompiledProgram& program);

}  // namespace nest
