#pragma once

#include <vector>

#include "compiler/mix/chain.h"

namespace nest::mix {

/// v = start + v Q, for a chain Q whose every walk ends: the expected visits of each state. Gaussian
/// elimination with partial pivoting up to 400 states (Golub and Van Loan, "Matrix Computations", 3.4),
/// Gauss-Seidel sweeps above, which converge because every walk ends (Stewart, "Introduction to the Numerical
/// Solution of Markov Chains", 1994, 3.2).
[[nodiscard]] std::vector<double> expected_visits(const Chain& chain, const std::vector<double>& start);

}  // namespace nest::mix
