#include "runtime/metrics/statistics.h"

#include <cassert>
#include <cstddef>

namespace nest {

namespace {

void add_all(std::vector<std::uint64_t>& to, const std::vector<std::uint64_t>& from) {
  assert(to.size() == from.size());
  for (std::size_t i = 0; i < to.size(); ++i) to[i] += from[i];
}

}  // namespace

void RowStatistics::merge(const RowStatistics& other) {
  requests += other.requests;
  failures += other.failures;
  bytes_received += other.bytes_received;
  http_2 += other.http_2;
  fell_back += other.fell_back;
  service_time.merge(other.service_time);
  response_time.merge(other.response_time);
  failed_time.merge(other.failed_time);
  causes.merge(other.causes);
}

void RowStatistics::clear() {
  requests = 0;
  failures = 0;
  bytes_received = 0;
  http_2 = 0;
  fell_back = 0;
  service_time.clear();
  response_time.clear();
  failed_time.clear();
  causes.clear();
}

Statistics::Statistics(const nest_program& program)
    : rows(program.row_count),
      checks(program.check_count),
      transactions(program.transaction_count),
      metrics(program.metric_count),
      tasks_started(program.task_count),
      tasks_finished(program.task_count),
      taskset_visits(program.taskset_count) {}

void Statistics::merge(const Statistics& other) {
  assert(rows.size() == other.rows.size() && checks.size() == other.checks.size());
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i].merge(other.rows[i]);
  for (std::size_t i = 0; i < checks.size(); ++i) {
    checks[i].passed += other.checks[i].passed;
    checks[i].failed += other.checks[i].failed;
  }
  assert(transactions.size() == other.transactions.size() && metrics.size() == other.metrics.size());
  for (std::size_t i = 0; i < transactions.size(); ++i) transactions[i].merge(other.transactions[i]);
  for (std::size_t i = 0; i < metrics.size(); ++i) metrics[i].merge(other.metrics[i]);
  for (const auto& [site, messages] : other.task_failures) {
    if (messages.total() > 0) task_failures[site].merge(messages);
  }
  for (const auto& [site, names] : other.spins) {
    if (names.total() > 0) spins[site].merge(names);
  }
  add_all(tasks_started, other.tasks_started);
  add_all(tasks_finished, other.tasks_finished);
  add_all(taskset_visits, other.taskset_visits);
  users_started += other.users_started;
  users_stopped += other.users_stopped;
  arrivals_begun += other.arrivals_begun;
  arrivals_dropped += other.arrivals_dropped;
  visits_finished += other.visits_finished;
  visits_cut_off += other.visits_cut_off;
  requests_started += other.requests_started;
  requests_cut_off += other.requests_cut_off;
  transactions_started += other.transactions_started;
  transactions_cut_off += other.transactions_cut_off;
}

void Statistics::clear() {
  for (RowStatistics& row : rows) row.clear();
  for (CheckStatistics& check : checks) check = {};
  for (TransactionStatistics& transaction : transactions) transaction.clear();
  for (MetricStatistics& metric : metrics) metric.clear();
  for (auto& [site, messages] : task_failures) messages.clear();
  for (auto& [site, names] : spins) names.clear();
  tasks_started.assign(tasks_started.size(), 0);
  tasks_finished.assign(tasks_finished.size(), 0);
  taskset_visits.assign(taskset_visits.size(), 0);
  users_started = 0;
  users_stopped = 0;
  arrivals_begun = 0;
  arrivals_dropped = 0;
  visits_finished = 0;
  visits_cut_off = 0;
  requests_started = 0;
  requests_cut_off = 0;
  transactions_started = 0;
  transactions_cut_off = 0;
}

RowStatistics Statistics::all_rows() const {
  RowStatistics all;
  for (const RowStatistics& row : rows) all.merge(row);
  return all;
}

CheckStatistics Statistics::all_checks() const {
  CheckStatistics all;
  for (const CheckStatistics& check : checks) {
    all.passed += check.passed;
    all.failed += check.failed;
  }
  return all;
}

std::uint64_t Statistics::task_failure_count() const {
  std::uint64_t count = 0;
  for (const auto& [site, messages] : task_failures) count += messages.total();
  return count;
}

}  // namespace nest
