#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "runtime/abi/nest_program.h"
#include "runtime/metrics/histogram.h"
#include "runtime/metrics/measures.h"
#include "runtime/metrics/text_counts.h"

namespace nest {

/// One statistics row: the requests that are reported together. Failed requests are requests too, and their
/// times are in the histograms.
struct RowStatistics {
  std::uint64_t requests = 0;  ///< finished
  std::uint64_t failures = 0;
  std::uint64_t bytes_received = 0;  ///< of body
  std::uint64_t http_2 = 0;          ///< answered by HTTP/2
  std::uint64_t fell_back = 0;       ///< asked for by HTTP/2, answered by HTTP/1.1
  Histogram service_time;            ///< from the send to the last byte
  Histogram response_time;           ///< from the moment it was meant to be sent
  Histogram failed_time;             ///< service times of the failed ones alone
  TextCounts causes;                 ///< of the failures

  void merge(const RowStatistics& other);
  void clear();
};

struct CheckStatistics {
  std::uint64_t passed = 0;
  std::uint64_t failed = 0;
};

/// What users have done: of one second or of a run, of one worker or of all. Nothing but integers that add
/// up, so the sum of all parts is the whole, to the last bucket. Indexes are those of the nest_program it was
/// made for; only statistics of the same program may be merged.
struct Statistics {
  std::vector<RowStatistics> rows;
  std::vector<CheckStatistics> checks;
  std::vector<TransactionStatistics> transactions;
  std::vector<MetricStatistics> metrics;
  std::map<std::uint32_t, TextCounts> task_failures;  ///< by site, then message
  std::map<std::uint32_t, TextCounts>
      spins;  ///< users that went on for long without waiting: by site, then name
  std::vector<std::uint64_t> tasks_started;  ///< picked; some of them are cut off by the end of the run
  std::vector<std::uint64_t> tasks_finished;
  std::vector<std::uint64_t> taskset_visits;
  std::uint64_t users_started = 0;
  std::uint64_t users_stopped = 0;
  /// Of a plan of arrivals. Those that began a visit = visits finished + cut off + those that go on.
  std::uint64_t arrivals_begun = 0;
  std::uint64_t arrivals_dropped = 0;      ///< they found no free user
  std::uint64_t visits_finished = 0;       ///< their taskset was left
  std::uint64_t visits_cut_off = 0;        ///< by the end of the run, or because the user could not start
  std::uint64_t requests_started = 0;      ///< = those of all rows + cut off + those in flight
  std::uint64_t requests_cut_off = 0;      ///< by the end of the run: without a sample
  std::uint64_t transactions_started = 0;  ///< = those finished + cut off + those that are open
  std::uint64_t transactions_cut_off = 0;  ///< by the end of the run: without a sample

  Statistics() = default;
  explicit Statistics(const nest_program& program);

  void merge(const Statistics& other);
  /// Counts nothing any more; keeps its memory and its sizes.
  void clear();

  /// All rows as one.
  [[nodiscard]] RowStatistics all_rows() const;
  [[nodiscard]] CheckStatistics all_checks() const;
  /// Tasks, on_start, on_stop and initialisers that were abandoned.
  [[nodiscard]] std::uint64_t task_failure_count() const;
};

}  // namespace nest
