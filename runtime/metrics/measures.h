#pragma once

#include <cstdint>

#include "runtime/metrics/histogram.h"
#include "runtime/metrics/text_counts.h"
#include "runtime/time/clock.h"

namespace nest {

/// What is known of one transaction: how often it ended, and how long it took. Failed ones are in the times.
struct TransactionStatistics {
  std::uint64_t finished = 0;
  std::uint64_t failures = 0;
  Histogram time;
  TextCounts causes;  ///< of the failures

  void merge(const TransactionStatistics& other);
  void clear();
};

/// What is known of one metric. Numbers of trends and gauges are whole thousandths, durations nanoseconds.
struct MetricStatistics {
  std::uint64_t count = 0;  ///< values it was given
  std::uint64_t sum = 0;    ///< of a counter; of a rate: how many were true
  Histogram values;         ///< of a trend
  // Of a gauge. The latest of two values is the one of the later moment, then the greater: so any order of
  // merging gives the same.
  std::int64_t latest = 0;
  std::int64_t least = 0;
  std::int64_t greatest = 0;
  Nanoseconds latest_at = 0;  ///< since the run's start

  /// Counts one value: see nest_metric_add for which member of `kind` it goes into.
  void add(std::uint32_t kind, std::int64_t amount, Nanoseconds at);
  void merge(const MetricStatistics& other);
  void clear();
};

}  // namespace nest
