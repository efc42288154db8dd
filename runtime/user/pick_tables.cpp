#include "runtime/user/pick_tables.h"

#include <algorithm>
#include <cassert>
#include <string_view>

namespace nest {

bool TagFilter::keeps(const nest_task& task) const {
  const auto has_one_of = [&task](const std::vector<std::string>& wanted) {
    for (std::uint64_t i = 0; i < task.tag_count; ++i) {
      const std::string_view tag(task.tags[i].data, task.tags[i].size);
      if (std::ranges::find(wanted, tag) != wanted.end()) return true;
    }
    return false;
  };
  return (include.empty() || has_one_of(include)) && !has_one_of(exclude);
}

void Weights::add(std::uint32_t weight) { ends_.push_back(total() + weight); }

std::uint32_t Weights::at(std::uint64_t place) const {
  assert(place < total());
  return static_cast<std::uint32_t>(std::ranges::upper_bound(ends_, place) - ends_.begin());
}

std::expected<PickTables, std::string> PickTables::build(const nest_program& program, const TagFilter& filter,
                                                         std::span<const std::uint32_t> weights) {
  assert(weights.empty() || weights.size() == program.taskset_count);
  PickTables tables;
  tables.tasksets_.resize(program.taskset_count);
  // Parents come before their children, and a parent needs to know which of its children are left.
  for (auto i = static_cast<std::uint32_t>(program.taskset_count); i-- > 0;)
    tables.fill(program, i, filter, weights);
  std::vector<std::size_t> depths(program.taskset_count, 1);
  for (std::uint32_t i = 0; i < program.taskset_count; ++i) {
    const nest_taskset& taskset = program.tasksets[i];
    if (taskset.parent != NEST_NONE) depths[i] = depths[taskset.parent] + 1;
    tables.depth_ = std::max(tables.depth_, depths[i]);
    const std::uint32_t weight = weights.empty() ? taskset.weight : weights[i];
    if (taskset.parent != NEST_NONE || weight == 0 || !tables.keeps(i)) continue;
    tables.top_.push_back(i);
    tables.top_weights_.add(weight);
  }
  if (!tables.top_.empty()) return tables;
  if (filter.include.empty() && filter.exclude.empty())
    return std::unexpected("no taskset has a weight above 0");
  return std::unexpected("the tags leave no task to run");
}

void PickTables::fill(const nest_program& program, std::uint32_t index, const TagFilter& filter,
                      std::span<const std::uint32_t> weights) {
  const nest_taskset& taskset = program.tasksets[index];
  TasksetPicks& kept = tasksets_[index];
  kept.order = taskset.order;
  for (std::uint64_t i = 0; i < taskset.pick_count; ++i) {
    const nest_pick& pick = taskset.picks[i];
    const bool wanted =
        pick.kind == NEST_PICK_TASK ? filter.keeps(program.tasks[pick.index]) : keeps(pick.index);
    const bool is_given = pick.kind == NEST_PICK_TASKSET && !weights.empty();
    const std::uint32_t weight = is_given ? weights[pick.index] : pick.weight;
    if (!wanted || weight == 0) continue;
    kept.picks.push_back(&pick);
    kept.weights.add(weight);
  }
  if (taskset.order == NEST_ORDER_MARKOV) link_chain(taskset, kept);
}

void PickTables::link_chain(const nest_taskset& taskset, TasksetPicks& kept) const {
  kept.followers.resize(kept.picks.size());
  for (std::size_t i = 0; i < kept.picks.size(); ++i) {
    for (std::uint32_t k = 0; k < kept.picks[i]->transition_count; ++k) {
      const nest_transition& transition = kept.picks[i]->transitions[k];
      const auto target = std::ranges::find(kept.picks, &taskset.picks[transition.pick]);
      if (target == kept.picks.end() || transition.weight == 0) continue;
      kept.followers[i].picks.push_back(static_cast<std::uint32_t>(target - kept.picks.begin()));
      kept.followers[i].weights.add(transition.weight);
    }
  }
}

std::vector<PickGroup> PickTables::groups() const {
  std::vector<PickGroup> groups(1);
  for (std::size_t i = 0; i < top_.size(); ++i) groups[0].push_back({false, top_[i], top_weights_.of(i)});
  for (const TasksetPicks& taskset : tasksets_) {
    PickGroup& group = groups.emplace_back();
    if (taskset.order != NEST_ORDER_RANDOM) continue;
    for (std::size_t i = 0; i < taskset.picks.size(); ++i) {
      const nest_pick& pick = *taskset.picks[i];
      group.push_back({pick.kind == NEST_PICK_TASK, pick.index, taskset.weights.of(i)});
    }
  }
  std::erase_if(groups, [](const PickGroup& group) { return group.size() < 2; });
  return groups;
}

std::uint32_t PickTables::pick_taskset(RandomStream& random) const { return top_[top_weights_.pick(random)]; }

const nest_pick* PickTables::next(std::uint32_t taskset, Place& place, RandomStream& random) const {
  const TasksetPicks& kept = tasksets_[taskset];
  switch (kept.order) {
    case NEST_ORDER_SEQUENTIAL:
      return kept.picks[kept.weights.at(place++ % kept.weights.total())];
    case NEST_ORDER_MARKOV: {
      if (place == 0) {  // places of a chain count from 1
        place = 1;
        return kept.picks.front();
      }
      const Followers& followers = kept.followers[place - 1];
      if (followers.picks.empty()) return nullptr;
      const std::uint32_t follower = followers.picks[followers.weights.pick(random)];
      place = follower + 1;
      return kept.picks[follower];
    }
    default:
      if (kept.picks.size() == 1) return kept.picks.front();  // nothing to decide
      return kept.picks[kept.weights.pick(random)];
  }
}

}  // namespace nest
