#include "runtime/metrics/measures.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "runtime/abi/nest_program.h"

namespace nest {
namespace {

// Stays at the greatest number there is.
std::uint64_t sum_of(std::uint64_t a, std::uint64_t b) {
  return a > std::numeric_limits<std::uint64_t>::max() - b ? std::numeric_limits<std::uint64_t>::max()
                                                           : a + b;
}

}  // namespace

void TransactionStatistics::merge(const TransactionStatistics& other) {
  finished += other.finished;
  failures += other.failures;
  time.merge(other.time);
  causes.merge(other.causes);
}

void TransactionStatistics::clear() {
  finished = 0;
  failures = 0;
  time.clear();
  causes.clear();
}

void MetricStatistics::add(std::uint32_t kind, std::int64_t amount, Nanoseconds at) {
  switch (kind) {
    case NEST_METRIC_COUNTER:
    case NEST_METRIC_RATE:
      sum = sum_of(sum, static_cast<std::uint64_t>(amount));
      break;
    case NEST_METRIC_TREND:
      values.record(amount);
      break;
    default:
      least = count == 0 ? amount : std::min(least, amount);
      greatest = count == 0 ? amount : std::max(greatest, amount);
      latest = amount;
      latest_at = at;
  }
  ++count;
}

void MetricStatistics::merge(const MetricStatistics& other) {
  if (other.count == 0) return;
  sum = sum_of(sum, other.sum);
  values.merge(other.values);
  const bool first = count == 0;
  least = first ? other.least : std::min(least, other.least);
  greatest = first ? other.greatest : std::max(greatest, other.greatest);
  if (first || std::pair(other.latest_at, other.latest) > std::pair(latest_at, latest)) {
    latest = other.latest;
    latest_at = other.latest_at;
  }
  count += other.count;
}

void MetricStatistics::clear() {
  count = 0;
  sum = 0;
  values.clear();
  latest = least = greatest = 0;
  latest_at = 0;
}

}  // namespace nest
