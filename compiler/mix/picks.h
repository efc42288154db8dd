#pragma once

#include <vector>

#include "compiler/mix/visit.h"

namespace nest::mix {

/// The weight that the run gives a taskset.
[[nodiscard]] std::uint32_t weight_of(const Model& model, const MixOptions& options, std::uint32_t taskset);

/// Visits with nothing but what can be picked: without tasks that the tags take out, picks of weight 0, and
/// tasksets with nothing left.
[[nodiscard]] std::vector<Visit> keep_picks(const Model& model, const MixOptions& options);

/// The picks of one visit.
struct PickWalk {
  std::vector<Estimate> begun;  ///< expected, by kept pick
  std::vector<PickLoop> loops;
  Estimate chain_ends;  ///< probability that a chain comes to a task without followers
};

/// Picks by the taskset's order (runtime/user/pick_tables.cpp, PickTables::next) until one of them leaves.
/// `leaving`: the probability that a pick is the last one, by kept pick.
[[nodiscard]] PickWalk walk_taskset(const hir::Taskset& taskset, const std::vector<KeptPick>& kept,
                                    const std::vector<Estimate>& leaving);

}  // namespace nest::mix
