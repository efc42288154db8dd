#include "runtime/results/seconds_csv.h"

#include <fmt/format.h>

namespace nest {

std::string seconds_csv_head() {
  return "elapsed_s,length_s,users,requests,failures,bytes_received,average_ms,p50_ms,p90_ms,p95_ms,p99_ms,"
         "max_ms,checks_failed,task_failures,arrivals_begun,arrivals_dropped\n";
}

std::string seconds_csv_line(const RunSecond& second) {
  const RowStatistics all = second.delta.all_rows();
  const auto seconds = [](Nanoseconds time) { return static_cast<double>(time) / 1e9; };
  const auto milliseconds = [](double time) { return time / 1e6; };
  const auto percentile = [&](double percent) {
    return milliseconds(static_cast<double>(all.response_time.percentile(percent)));
  };
  return fmt::format("{:.3f},{:.3f},{},{},{},{},{:.3f},{:.3f},{:.3f},{:.3f},{:.3f},{:.3f},{},{},{},{}\n",
                     seconds(second.elapsed), seconds(second.length), second.users, all.requests,
                     all.failures, all.bytes_received, milliseconds(all.response_time.average()),
                     percentile(50), percentile(90), percentile(95), percentile(99), percentile(100),
                     second.delta.all_checks().failed, second.delta.task_failure_count(),
                     second.delta.arrivals_begun, second.delta.arrivals_dropped);
}

}  // namespace nest
