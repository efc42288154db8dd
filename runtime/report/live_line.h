#pragma once

#include <cstdint>
#include <string>

#include "runtime/report/report_sink.h"

namespace nest {

/// One line about a second of a run: users, rates and percentiles of that second, failures of the whole run.
[[nodiscard]] std::string live_line(const RunSecond& second);

/// Watches a run for a target that does not answer: says so once, early, instead of leaving it to the final
/// report.
class SilenceWatch {
 public:
  /// A message without a line end, or nothing.
  [[nodiscard]] std::string look(const RunSecond& second);

 private:
  bool said_failing_ = false;
  bool said_waiting_ = false;
};

}  // namespace nest
