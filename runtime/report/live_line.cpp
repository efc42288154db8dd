#include "runtime/report/live_line.h"

#include <fmt/format.h>

#include "runtime/report/arrivals.h"
#include "runtime/report/format.h"

namespace nest {

namespace {

constexpr Nanoseconds kPatience = 3 * kSecond;

// "connection refused (12 times)": the most frequent cause.
std::string main_cause(const RowStatistics& row) {
  std::string text;
  std::uint64_t most = 0;
  for (const auto& [cause, count] : row.causes.seen()) {
    if (count > most) {
      most = count;
      text = fmt::format("{} ({} time{})", shown(cause), count, count == 1 ? "" : "s");
    }
  }
  return text;
}

std::string time_at(const RowStatistics& row, double percent) {
  return row.requests == 0 ? "-" : duration_text(row.response_time.percentile(percent));
}

}  // namespace

std::string live_line(const RunSecond& second) {
  const RowStatistics now = second.delta.all_rows();
  std::uint64_t failures = 0;
  for (const RowStatistics& row : second.total.rows) failures += row.failures;
  const std::string failed_tasks = second.total.task_failure_count() == 0
                                       ? std::string()
                                       : fmt::format("  failed tasks {}", second.total.task_failure_count());
  return fmt::format("{:>5}  users {}{}  requests/s {}  failures/s {}  p50 {}  p95 {}  p99 {}  failed {}{}",
                     clock_text(second.elapsed), second.users, arrivals_now(second),
                     rate_text(now.requests, second.length), rate_text(now.failures, second.length),
                     time_at(now, 50), time_at(now, 95), time_at(now, 99), failures, failed_tasks);
}

std::string SilenceWatch::look(const RunSecond& second) {
  if (said_failing_) return {};
  const RowStatistics all = second.total.all_rows();
  if (all.requests > 0) {
    said_failing_ = true;  // or there was a good one: then the failures speak for themselves
    if (all.failures < all.requests) return {};
    return fmt::format("error: every request so far has failed: {}", main_cause(all));
  }
  const std::uint64_t waiting = second.total.requests_started;
  if (said_waiting_ || waiting == 0 || second.elapsed < kPatience) return {};
  said_waiting_ = true;
  return fmt::format("error: no answer yet: {} request{} sent or connecting, none finished after {}", waiting,
                     waiting == 1 ? "" : "s", duration_text(second.elapsed));
}

}  // namespace nest
