#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "compiler/config/settings.h"
#include "runtime/abi/nest_program.h"
#include "runtime/cli/run_weights.h"
#include "runtime/load/load_steps.h"

namespace nest {

/// The plan that a run follows.
struct RunPlan {
  const nest_plan* plan = nullptr;  ///< null: none
  std::optional<LoadSteps> steps;   ///< of the plan
  std::string remark;               ///< why the plan of a weaker source is not followed; may be empty

  /// The most users at a time.
  [[nodiscard]] std::uint64_t users(std::uint64_t without_plan) const {
    return steps ? steps->most() : without_plan;
  }
};

/// The plan that the settings name, with what its params hold: after those were set. A number of users, a
/// spawn rate or a run time of a stronger source than the plan's takes its place; of the same source it is an
/// error, but in nest.toml, where they are there for runs without a plan. The error is a message.
[[nodiscard]] std::expected<RunPlan, std::string> run_plan(const nest_program& program,
                                                           const config::Settings& settings);

/// Puts the plan's weights over those of nest.toml and the tasksets; --weight and NEST_WEIGHT_… stay.
void put_over(const RunPlan& plan, RunWeights& weights);

/// "0 -> 500 users over 2m", "500 users for 10m (steady)": a line for each step.
[[nodiscard]] std::vector<std::string> plan_lines(const RunPlan& plan);

}  // namespace nest
