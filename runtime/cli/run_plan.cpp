#include "runtime/cli/run_plan.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <string_view>
#include <utility>

#include "compiler/config/time_text.h"
#include "compiler/config/weights.h"
#include "compiler/diagnostics/suggestion.h"
#include "runtime/cli/descriptor_limit.h"
#include "runtime/report/format.h"
#include "runtime/run/limit_judge.h"

namespace nest {
namespace {

using config::Key;

std::expected<const nest_plan*, std::string> find_plan(const nest_program& program, std::string_view name) {
  const nest_plan* found = nullptr;
  std::vector<std::string_view> names;
  for (const nest_plan& plan : std::span(program.plans, program.plan_count)) {
    names.push_back(view(plan.name));
    if (!config::is_name_of(name, view(plan.full_name))) continue;
    if (found != nullptr) {
      return std::unexpected(fmt::format("two plans are named {}: {} and {}; write the full name of one",
                                         one_line(name), one_line(view(found->full_name)),
                                         one_line(view(plan.full_name))));
    }
    found = &plan;
  }
  if (found != nullptr) return found;
  std::string there =
      names.empty() ? "the files have none" : fmt::format("there are {}", fmt::join(names, ", "));
  if (const auto near = nearest_name(name, names)) there = fmt::format("did you mean {}?", *near);
  return std::unexpected(fmt::format("there is no plan {}; {}", one_line(name), there));
}

/// A step with the values of its params.
struct ChosenStep {
  std::string name;
  double from = 0;
  double to = 0;
  Nanoseconds length = 0;
};

// What a param has made of a number is looked at here; constants were when the files were checked.
std::expected<std::vector<ChosenStep>, std::string> steps_of(const nest_program& program,
                                                             const nest_plan& plan) {
  constexpr double kMost = 10'000'000;
  constexpr double kYear = 366.0 * 24 * 3600 * 1e9;
  const bool of_arrivals = plan.kind == NEST_LOAD_ARRIVALS;
  std::vector<ChosenStep> steps;
  for (const nest_plan_step& step : std::span(plan.steps, plan.step_count)) {
    const double from = amount_of(step.from);
    const double to = amount_of(step.to);
    const double length = amount_of(step.length);
    const auto wrong = [&](std::string_view what) {
      return std::unexpected(
          fmt::format("plan {} ({}): {}", one_line(view(plan.name)), site_text(program, step.site), what));
    };
    // Not a number is not right either.
    if (!(from >= 0 && to >= 0 && from <= kMost && to <= kMost))
      return wrong(of_arrivals ? "a rate lies between 0/s and 10000000/s"
                               : "a number of users lies between 0 and 10000000");
    if (!(length > 0 && length <= kYear))
      return wrong("a step takes longer than nothing, and a year at most");
    steps.push_back({std::string(view(step.name)), from, to, std::llround(length)});
  }
  return steps;
}

std::uint64_t default_max_users(std::uint64_t threads) {
  constexpr std::uint64_t kMostUnasked = 10'000;
  return std::clamp<std::uint64_t>(users_within_descriptor_limit(threads), 1, kMostUnasked);
}

std::expected<RunPlan, std::string> chosen_plan(const nest_program& program, const nest_plan& plan,
                                                std::uint64_t threads) {
  auto steps = steps_of(program, plan);
  if (!steps) return std::unexpected(std::move(steps.error()));
  RunPlan chosen;
  chosen.plan = &plan;
  if (plan.kind == NEST_LOAD_ARRIVALS) {
    std::vector<ArrivalStep> arrivals;
    for (ChosenStep& step : *steps)
      arrivals.push_back({std::move(step.name), step.from, step.to, step.length});
    chosen.arrivals.emplace(std::move(arrivals), plan.iterations);
    chosen.max_users = plan.max_users != 0 ? plan.max_users : default_max_users(threads);
    if (chosen.arrivals->total() > 0) return chosen;
  } else {
    std::vector<LoadStep> users;
    for (ChosenStep& step : *steps)
      users.push_back({std::move(step.name), static_cast<std::uint64_t>(step.from),
                       static_cast<std::uint64_t>(step.to), step.length});
    chosen.steps.emplace(std::move(users));
    if (chosen.steps->most() > 0) return chosen;
  }
  return std::unexpected(fmt::format("plan {} has no {} at any time", one_line(view(plan.name)),
                                     plan.kind == NEST_LOAD_ARRIVALS ? "arrivals" : "users"));
}

}  // namespace

std::expected<RunPlan, std::string> run_plan(const nest_program& program, const config::Settings& settings,
                                             std::uint64_t threads) {
  const auto& named = settings.get(Key::Plan);
  if (!named) return RunPlan{};
  const auto& name = std::get<std::string>(named->value);
  for (const Key key : {Key::Users, Key::SpawnRate, Key::RunTime}) {
    const auto& rival = settings.get(key);
    if (!rival || rival->origin.source == config::Source::Default) continue;
    if (rival->origin.source < named->origin.source) {
      RunPlan none;
      none.remark =
          fmt::format("{} is not followed: {} says something else", one_line(name), rival->origin.where);
      return none;
    }
    if (rival->origin.source == named->origin.source && rival->origin.source != config::Source::Config) {
      return std::unexpected(
          fmt::format("{} and {} exclude each other: a plan says how many users there are, and how long",
                      named->origin.where, rival->origin.where));
    }
  }
  const auto plan = find_plan(program, name);
  if (!plan)
    return std::unexpected(fmt::format("{}: {}", one_line(config::origin_text(named->origin)), plan.error()));
  return chosen_plan(program, **plan, threads);
}

void put_over(const RunPlan& plan, RunWeights& weights) {
  if (plan.plan == nullptr) return;
  for (const nest_plan_weight& each : std::span(plan.plan->weights, plan.plan->weight_count)) {
    if (weights.from[each.taskset] == "left out") continue;
    // What was said for this run alone wins over what a file says.
    if (weights.chosen[each.taskset].origin.source <= config::Source::Environment) continue;
    weights.weights[each.taskset] = each.weight;
    weights.from[each.taskset] = fmt::format("plan {}", one_line(view(plan.plan->name)));
  }
}

std::vector<std::string> plan_lines(const RunPlan& plan) {
  std::vector<std::string> lines;
  const auto add = [&](const auto& step, std::string_view unit, std::string_view what) {
    const std::string name = step.name.empty() ? "" : one_line(step.name) + ": ";
    const std::string from = step.is_ramp() ? fmt::format("{}{} -> ", step.from, unit) : "";
    lines.push_back(fmt::format("{}{}{}{} {} {} {}", name, from, step.to, unit, what,
                                step.is_ramp() ? "over" : "for",
                                config::time_text(std::chrono::nanoseconds(step.length))));
  };
  if (plan.steps) {
    for (const LoadStep& step : plan.steps->steps()) add(step, "", "users");
  }
  if (plan.arrivals) {
    for (const ArrivalStep& step : plan.arrivals->steps()) add(step, "/s", "arrivals");
    const std::uint64_t total = plan.arrivals->total();
    lines.push_back(fmt::format("{} arrival{}{}, up to {} user{}", total, total == 1 ? "" : "s",
                                plan.arrivals->is_cut_short() ? " (iterations)" : "", plan.max_users,
                                plan.max_users == 1 ? "" : "s"));
  }
  return lines;
}

}  // namespace nest
