#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/abi/nest_program.h"
#include "runtime/metrics/statistics.h"
#include "runtime/time/clock.h"

namespace nest {

/// One finished request.
struct RequestSample {
  std::uint32_t row = 0;
  bool failed = false;
  Nanoseconds service_time = 0;      ///< from the send to the last byte
  Nanoseconds response_time = 0;     ///< from the moment it was meant to be sent (closed plans: the send)
  std::uint64_t bytes_received = 0;  ///< of body
  /// Why it failed: a transport error's name, "status 503", or a condition's source text. Empty when it did
  /// not.
  std::string_view cause;
  bool http_2 = false;     ///< the answer came by HTTP/2
  bool fell_back = false;  ///< it was asked for by HTTP/2, and came by HTTP/1.1
};

/// One transaction that has ended.
struct TransactionSample {
  std::uint32_t transaction = 0;
  Nanoseconds time = 0;
  std::string_view cause;  ///< the first failure in it; empty: there was none
};

/// What one worker's users have done since the last take(): counts and histograms by row, failures by cause,
/// checks, task failures by place. Belongs to the worker's thread; no locks, and no allocation for a row,
/// cause or place that was seen before.
class Recorder {
 public:
  explicit Recorder(const nest_program& program);

  /// A request was handed to the transport, or could not even be; request() or request_cut_off() follows.
  void request_started();
  void request(const RequestSample& sample);
  void check(std::uint32_t check, bool passed);
  /// A task, on_start, on_stop or state initialiser that was abandoned. `site` indexes nest_program.sites.
  void task_failure(std::uint32_t site, std::string_view message);
  /// A user has had its thread for long without waiting; `site` indexes nest_program.sites, `name` is what it
  /// was in. True the first time for this place.
  bool user_spun(std::uint32_t site, std::string_view name);
  void task_started(std::uint32_t task);
  void task_finished(std::uint32_t task);
  /// A visit of a top-level or nested taskset began.
  void taskset_entered(std::uint32_t taskset);
  /// An arrival of the plan: visit_finished() or visit_cut_off() follows when it began one.
  void arrival_begun();
  void arrival_dropped();
  void visit_finished();
  void visit_cut_off();
  void user_started();
  void user_stopped();
  /// A request cut off by the end of the run: no sample, but counted.
  void request_cut_off();
  /// transaction() or transaction_cut_off() follows.
  void transaction_started();
  void transaction(const TransactionSample& sample);
  void transaction_cut_off();
  /// A value given to a metric, as metric_value() made it; `at` since the run's start.
  void metric(std::uint32_t metric, std::int64_t amount, Nanoseconds at);

  /// Everything since the last take, and starts anew: the sum of all takes is the total.
  [[nodiscard]] Statistics take();

 private:
  const nest_program* program_;
  Statistics current_;
  // By row: the samples whose two times are the same, which are most. One update a request; take() adds them
  // to both.
  std::vector<Histogram> equal_times_;
};

}  // namespace nest
