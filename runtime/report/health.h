#pragma once

#include <string>
#include <vector>

#include "runtime/report/report_sink.h"

namespace nest {

/// Whether a run's numbers can be believed to be the target's. A worker is at its limit when its thread was
/// busy for more than 90 % of the time, or when more than 1 % of its timers fired more than
/// WorkerHealth::kLate late: requests then wait in the generator, and the times that it reports include that.
[[nodiscard]] bool at_its_limit(const WorkerHealth& worker);

/// From 0 to 1.
[[nodiscard]] double cpu_share(const WorkerHealth& worker);

/// One line a worker, and a warning when one or more of them were at their limit.
[[nodiscard]] std::string health_text(const std::vector<WorkerHealth>& workers);

}  // namespace nest
