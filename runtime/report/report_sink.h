#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/abi/nest_program.h"
#include "runtime/load/limit_outcome.h"
#include "runtime/metrics/pick_fit.h"
#include "runtime/metrics/statistics.h"
#include "runtime/time/clock.h"
#include "runtime/time/delay_counts.h"

namespace nest {

/// How a worker's thread fared, in one second or over a run: whether the numbers are the target's or the
/// generator's.
struct WorkerHealth {
  Nanoseconds wall_time = 0;
  Nanoseconds cpu_time = 0;       ///< of the thread, user and system
  Nanoseconds worst_lag = 0;      ///< the latest that a timer fired after it was due
  Nanoseconds total_lag = 0;      ///< of all timers together
  std::uint64_t timers = 0;       ///< that fired
  std::uint64_t late_timers = 0;  ///< that fired more than kLate after they were due
  std::uint64_t batches = 0;  ///< waits for more answers than the first (io_uring); that time is in delays
  DelayCounts delays = {};  ///< of answers and timers: how long each can have waited for its turn at most; of
                            ///< answers that the kernel timed: nothing

  static constexpr Nanoseconds kLate = 10 * kMillisecond;

  void merge(const WorkerHealth& other) {
    wall_time += other.wall_time;
    cpu_time += other.cpu_time;
    worst_lag = worst_lag < other.worst_lag ? other.worst_lag : worst_lag;
    total_lag += other.total_lag;
    timers += other.timers;
    late_timers += other.late_timers;
    batches += other.batches;
    delays.merge(other.delays);
  }
};

/// About a second of a running run, as a sink sees it; valid during the call.
struct RunSecond {
  const nest_program& program;
  Nanoseconds elapsed = 0;  ///< since the run's start
  Nanoseconds length = 0;   ///< since the last RunSecond: what rates are taken over
  std::uint64_t users = 0;  ///< running now
  const Statistics& delta;  ///< of this second
  const Statistics& total;  ///< of the run so far
};

/// A run that is over; valid during the call.
struct RunSummary {
  const nest_program& program;
  const Statistics& total;
  Nanoseconds elapsed = 0;  ///< from the run's start until the last user had stopped
  std::uint64_t users = 0;  ///< the most that ran at a time
  std::uint64_t seed = 0;
  std::string_view host;
  bool interrupted = false;  ///< ended early, by a signal
  std::vector<WorkerHealth> workers;
  std::vector<std::string> losses = {};    ///< services that ended during the run: a line for each
  std::vector<std::string> left_out = {};  ///< files that were left out because of errors in them
  Statistics setup = {};                   ///< what `setup` did, which is in none of the others
  Statistics teardown = {};                ///< the same of `teardown`
  PickFit picks = {};                      ///< whether what was picked fits the weights
  std::string_view plan = {};              ///< its name; empty without one
  std::vector<LimitOutcome> limits = {};   ///< of the plan
  std::string_view engine = "epoll";       ///< of the workers
};

/// Something that shows or stores what a run measures. Called on one thread.
class ReportSink {
 public:
  virtual ~ReportSink() = default;
  /// About once a second while the run lasts.
  virtual void second(const RunSecond& second) = 0;
  /// Once, at the end.
  virtual void finished(const RunSummary& summary) = 0;
  /// Why something could not be written, the first time that happened; empty when all is well.
  [[nodiscard]] virtual std::string error() const = 0;
};

}  // namespace nest
