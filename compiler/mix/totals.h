#pragma once

#include <optional>
#include <vector>

#include "compiler/mix/model.h"
#include "compiler/mix/regimes.h"

namespace nest::mix {

/// What the regimes come to together: in `time`, by their probabilities.
struct Totals {
  std::vector<Estimate> rows;   ///< requests
  std::vector<Estimate> tasks;  ///< begun
  // By taskset, without what is nested in it.
  std::vector<Estimate> tasks_in;
  std::vector<Estimate> requests_in;
  std::vector<Estimate> time_in;  ///< nanoseconds
  std::optional<Estimate> time;   ///< nanoseconds; none when some cycle takes no time
};

[[nodiscard]] Totals total(const Model& model, const std::vector<Regime>& regimes, double latency);

}  // namespace nest::mix
