#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/report/report_sink.h"

namespace nest {

/// A worker is at its limit when its thread was busy for more than 90 % of the time, or when more than 1 % of
/// its timers fired more than WorkerHealth::kLate late: requests then wait in the generator, and the times
/// that it reports include that.
[[nodiscard]] bool at_its_limit(const WorkerHealth& worker);

/// From 0 to 1.
[[nodiscard]] double cpu_share(const WorkerHealth& worker);

enum class Verdict : std::uint8_t {
  Valid,    ///< the numbers are the target's, within the bound
  Suspect,  ///< the generator had a part in them: the reasons say which
  Invalid,  ///< they say more about the generator than about the target
};
[[nodiscard]] std::string_view verdict_text(Verdict verdict);

/// What is to be thought of a run's numbers (docs/statistics.md has the thresholds).
struct RunHealth {
  Verdict verdict = Verdict::Valid;
  std::vector<std::string> reasons;  ///< empty when valid; each a clause that ends no sentence
  /// 99 % of the measured times are too long by no more than this: so are the percentiles up to p99.
  Nanoseconds bound = 0;
};
[[nodiscard]] RunHealth judge(const std::vector<WorkerHealth>& workers);

/// One line a worker, then the verdict.
[[nodiscard]] std::string health_text(const std::vector<WorkerHealth>& workers);

}  // namespace nest
