#pragma once

#include <optional>
#include <vector>

#include "compiler/mix/census.h"

namespace nest::mix {

/// A way of life that repeats itself, once a user has come into it: round after round of visits, or a loop
/// that is never left.
struct Regime {
  Estimate probability;  ///< that a user lives so in the long run; they add up to 1
  Census cycle;          ///< of one time round
};

/// The long run of one user. By the renewal-reward theorem (Ross, "Introduction to Probability Models", 7.4)
/// what happens in it per unit of time is what happens in a cycle by the time it takes.
struct LongRun {
  std::vector<Regime> regimes;
  Estimate ending_share;              ///< users that end by themselves
  std::optional<Estimate> life_time;  ///< when all do
};

/// `shares`: the probability of each top-level taskset to be picked; 0 for nested ones.
[[nodiscard]] LongRun find_regimes(const Model& model, const std::vector<Visit>& visits,
                                   const std::vector<Estimate>& shares, double latency);

}  // namespace nest::mix
