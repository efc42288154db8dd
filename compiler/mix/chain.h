#pragma once

#include <cstdint>
#include <vector>

#include "compiler/mix/estimate.h"

namespace nest::mix {

/// A step of a Markov chain; what the links of a state leave over of 1 ends the walk.
struct Link {
  std::uint32_t to = 0;
  Estimate probability;
};
using Chain = std::vector<std::vector<Link>>;

/// Whether a walk ends at a state with some probability (a state whose links add up to 1 within rounding may
/// still end: the caller knows better).
using Endings = std::vector<bool>;

/// States that a walk, once in them, never leaves.
struct ClosedClass {
  Estimate probability;               ///< that the walk gets there
  std::vector<std::uint32_t> states;  ///< ascending
  std::vector<Estimate> shares;       ///< of its steps, in the long run; they add up to 1
};

struct Walk {
  std::vector<Estimate> visits;  ///< expected, by state; 0 within closed classes
  std::vector<ClosedClass> closed;
};

/// What becomes of a walk that begins at `start`: the expected visits of each state before it ends (the row
/// of the fundamental matrix N = (I - Q)^-1 of an absorbing chain: Grinstead and Snell, "Introduction to
/// Probability", 1997, theorem 11.4), and the closed classes with the probability of getting there
/// (theorem 11.6) and their stationary distribution (theorem 11.8).
[[nodiscard]] Walk walk(const Chain& chain, const Endings& ends, std::uint32_t start);

}  // namespace nest::mix
