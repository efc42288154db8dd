#include "compiler/mix/picks.h"

#include <algorithm>
#include <cmath>

#include "compiler/mix/chain.h"

namespace nest::mix {
namespace {

bool has_one_of(const hir::Task& task, const std::vector<std::string>& wanted) {
  return std::ranges::any_of(task.tags, [&wanted](const std::string& tag) {
    return std::ranges::find(wanted, tag) != wanted.end();
  });
}

double total(const std::vector<KeptPick>& kept) {
  double sum = 0;
  for (const KeptPick& pick : kept) sum += pick.weight;
  return sum;
}

bool never_leaves(const std::vector<Estimate>& leaving) {
  return std::ranges::all_of(leaving, [](Estimate p) { return p.value <= 0; });
}

PickLoop loop_by_weight(const std::vector<KeptPick>& kept) {
  PickLoop loop;
  loop.probability = exact(1);
  for (const KeptPick& pick : kept) loop.shares.push_back(exact(pick.weight / total(kept)));
  return loop;
}

// Every pick is independent, so how many there are is geometric.
PickWalk walk_random(const std::vector<KeptPick>& kept, const std::vector<Estimate>& leaving) {
  PickWalk walk;
  walk.begun.resize(kept.size());
  Estimate leave;
  for (std::size_t i = 0; i < kept.size(); ++i) leave += exact(kept[i].weight / total(kept)) * leaving[i];
  if (never_leaves(leaving)) {
    walk.loops.push_back(loop_by_weight(kept));
    return walk;
  }
  for (std::size_t i = 0; i < kept.size(); ++i) walk.begun[i] = exact(kept[i].weight / total(kept)) / leave;
  return walk;
}

// Each pick `weight` times in a row, round after round. Powers by logarithms: a weight may be a million.
PickWalk walk_in_order(const std::vector<KeptPick>& kept, const std::vector<Estimate>& leaving) {
  PickWalk walk;
  walk.begun.resize(kept.size());
  if (never_leaves(leaving)) {
    walk.loops.push_back(loop_by_weight(kept));
    return walk;
  }
  double reached = 0;  // logarithm of the probability
  bool assumed = false;
  for (std::size_t i = 0; i < kept.size(); ++i) {
    const double leave = leaving[i].value;
    assumed |= leaving[i].assumed;
    const double stays = kept[i].weight * std::log1p(-std::min(leave, 1.0));
    const double turns = leave <= 0 ? kept[i].weight : -std::expm1(stays) / leave;
    walk.begun[i] = {std::exp(reached) * turns, assumed};
    reached += stays;
  }
  for (Estimate& often : walk.begun) often = Estimate{often.value / -std::expm1(reached), assumed};
  return walk;
}

/// The followers of a kept pick that are kept themselves.
std::vector<Link> followers_of(const hir::Taskset& taskset, const std::vector<KeptPick>& kept,
                               const KeptPick& pick) {
  std::vector<Link> links;
  double sum = 0;
  for (const hir::Transition& transition : taskset.picks[pick.place].transitions) {
    const auto target = std::ranges::find(kept, transition.pick, &KeptPick::place);
    if (target == kept.end() || transition.weight == 0) continue;
    links.push_back({static_cast<std::uint32_t>(target - kept.begin()), exact(transition.weight)});
    sum += transition.weight;
  }
  for (Link& link : links) link.probability.value /= sum;
  return links;
}

PickWalk walk_chain(const hir::Taskset& taskset, const std::vector<KeptPick>& kept,
                    const std::vector<Estimate>& leaving) {
  Chain chain(kept.size());
  Endings ends(kept.size());
  for (std::size_t i = 0; i < kept.size(); ++i) {
    chain[i] = followers_of(taskset, kept, kept[i]);
    ends[i] = leaving[i].value > 0 || chain[i].empty();
    for (Link& link : chain[i]) link.probability = link.probability * (exact(1) - leaving[i]);
  }
  Walk steps = nest::mix::walk(chain, ends, 0);
  PickWalk walk;
  walk.begun = std::move(steps.visits);
  for (std::size_t i = 0; i < kept.size(); ++i) {
    if (chain[i].empty()) walk.chain_ends += walk.begun[i] * (exact(1) - leaving[i]);
  }
  for (const ClosedClass& closed : steps.closed) {
    PickLoop loop{closed.probability, std::vector<Estimate>(kept.size())};
    for (std::size_t i = 0; i < closed.states.size(); ++i) loop.shares[closed.states[i]] = closed.shares[i];
    walk.loops.push_back(std::move(loop));
  }
  return walk;
}

bool keeps(const hir::Task& task, const MixOptions& options) {
  return (options.tags.empty() || has_one_of(task, options.tags)) && !has_one_of(task, options.exclude_tags);
}

}  // namespace

std::uint32_t weight_of(const Model& model, const MixOptions& options, std::uint32_t taskset) {
  return options.weights.empty() ? model.tasksets[taskset].weight : options.weights[taskset];
}

std::vector<Visit> keep_picks(const Model& model, const MixOptions& options) {
  std::vector<Visit> visits(model.tasksets.size());
  for (std::size_t i = visits.size(); i-- > 0;) {
    const std::vector<hir::Pick>& picks = model.tasksets[i].picks;
    for (std::uint32_t place = 0; place < picks.size(); ++place) {
      KeptPick kept{true, 0, picks[place].weight, place};
      if (const auto* const task = std::get_if<hir::TaskId>(&picks[place].target)) {
        kept.index = static_cast<std::uint32_t>(*task);
        if (!keeps(model.tasks[kept.index], options)) continue;
      } else {
        kept.is_task = false;
        kept.index = static_cast<std::uint32_t>(std::get<hir::TasksetId>(picks[place].target));
        kept.weight = weight_of(model, options, kept.index);
        if (visits[kept.index].kept.empty()) continue;
      }
      if (kept.weight > 0) visits[i].kept.push_back(kept);
    }
  }
  return visits;
}

PickWalk walk_taskset(const hir::Taskset& taskset, const std::vector<KeptPick>& kept,
                      const std::vector<Estimate>& leaving) {
  switch (taskset.order) {
    case hir::Order::Sequential:
      return walk_in_order(kept, leaving);
    case hir::Order::Markov:
      return walk_chain(taskset, kept, leaving);
    default:
      return walk_random(kept, leaving);
  }
}

}  // namespace nest::mix
