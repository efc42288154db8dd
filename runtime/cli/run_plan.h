#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "compiler/config/settings.h"
#include "runtime/abi/nest_program.h"
#include "runtime/cli/run_weights.h"
#include "runtime/load/arrival_schedule.h"
#include "runtime/load/load_steps.h"

namespace nest {

/// The plan that a run follows.
struct RunPlan {
  const nest_plan* plan = nullptr;          ///< null: none
  std::optional<LoadSteps> steps;           ///< of a plan of users
  std::optional<ArrivalSchedule> arrivals;  ///< of a plan of arrivals
  std::uint64_t max_users = 0;              ///< of a plan of arrivals: the most users at a time
  std::string remark;                       ///< why the plan of a weaker source is not followed; may be empty

  /// The most users at a time.
  [[nodiscard]] std::uint64_t users(std::uint64_t without_plan) const {
    if (arrivals) return max_users;
    return steps ? steps->most() : without_plan;
  }
};

/// The plan that the settings name, with what its params hold: after those were set. A number of users, a
/// spawn rate or a run time of a stronger source than the plan's takes its place; of the same source it is an
/// error, but in nest.toml, where they are there for runs without a plan. The error is a message. `threads`
/// are those that the run will have: a plan of arrivals that says nothing of max_users may have as many users
/// as the system lets this process have connections for, ten thousand at most.
[[nodiscard]] std::expected<RunPlan, std::string> run_plan(const nest_program& program,
                                                           const config::Settings& settings,
                                                           std::uint64_t threads);

/// Puts the plan's weights over those of nest.toml and the tasksets; --weight and NEST_WEIGHT_… stay.
void put_over(const RunPlan& plan, RunWeights& weights);

/// "0 -> 500 users over 2m", "500 users for 10m", "50/s -> 400/s arrivals over 5m": a line for each step, and
/// of arrivals one that says how many there are.
[[nodiscard]] std::vector<std::string> plan_lines(const RunPlan& plan);

}  // namespace nest
