#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "runtime/abi/nest_program.h"
#include "runtime/metrics/statistics.h"

namespace nest {

/// One thing that can be picked, a task or a taskset.
struct PickChoice {
  bool is_task = true;
  std::uint32_t index = 0;   ///< of the program's tasks or tasksets
  std::uint32_t weight = 1;  ///< of the run
};

/// What is chosen from by weight, each time anew: the picks of a taskset in random order, or those of
/// top-level tasksets. At least two.
using PickGroup = std::vector<PickChoice>;

/// A choice whose share is far from its weight's.
struct PickDeviation {
  std::string name;  ///< the full one
  double expected = 0;
  double observed = 0;
  std::uint64_t picks = 0;  ///< of its group
};

/// How what was picked fits the weights.
struct PickFit {
  /// What users chose from weights before the test's result is called a difference: one run of a thousand is
  /// called so by chance.
  static constexpr double kSignificance = 0.001;

  std::uint64_t picks = 0;  ///< that were looked at
  double chi_square = 0;
  std::uint64_t degrees = 0;              ///< of freedom; 0: too few picks to say anything
  double p_value = 1;                     ///< how likely a difference of this size is by chance
  std::vector<PickDeviation> deviations;  ///< when they differ: the largest first, a few

  [[nodiscard]] bool differs() const { return degrees > 0 && p_value < kSignificance; }
};

/// Pearson's chi-square test of goodness of fit (Pearson, "On the criterion that a given system of
/// deviations…", 1900; Cochran, "Some methods for strengthening the common chi-square tests", 1954), over all
/// groups together: their statistics and degrees of freedom (choices - 1 in each) add up, because each group
/// is chosen from independently. Choices that are expected less than 5 times count as one.
///
/// Picks are counted as they begin. Whether another one is made is decided before it is known what it will
/// be, so the counts fit the weights whatever the picks do, however long they take, and wherever the run ends
/// (optional stopping of the martingale of counts less expectations): neither the ramp nor the end of a run
/// needs to be left out.
[[nodiscard]] PickFit fit_picks(const nest_program& program, std::span<const PickGroup> groups,
                                const Statistics& counted);

}  // namespace nest
