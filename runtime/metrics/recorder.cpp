#include "runtime/metrics/recorder.h"

namespace nest {

Recorder::Recorder(const nest_program& program)
    : program_(&program), current_(program), equal_times_(program.row_count) {}

void Recorder::request(const RequestSample& sample) {
  RowStatistics& row = current_.rows[sample.row];
  ++row.requests;
  row.bytes_received += sample.bytes_received;
  row.http_2 += sample.http_2 ? 1 : 0;
  row.fell_back += sample.fell_back ? 1 : 0;
  if (sample.service_time == sample.response_time) {
    equal_times_[sample.row].record(sample.service_time);
  } else {
    row.service_time.record(sample.service_time);
    row.response_time.record(sample.response_time);
  }
  if (!sample.failed) return;
  ++row.failures;
  row.failed_time.record(sample.service_time);
  row.causes.add(sample.cause);
}

void Recorder::check(std::uint32_t check, bool passed) {
  CheckStatistics& counts = current_.checks[check];
  ++(passed ? counts.passed : counts.failed);
}

void Recorder::task_failure(std::uint32_t site, std::string_view message) {
  current_.task_failures[site].add(message);
}

bool Recorder::user_spun(std::uint32_t site, std::string_view name) {
  const auto [place, is_new] = current_.spins.try_emplace(site);
  place->second.add(name);
  return is_new;
}

void Recorder::task_started(std::uint32_t task) { ++current_.tasks_started[task]; }

void Recorder::task_finished(std::uint32_t task) { ++current_.tasks_finished[task]; }

void Recorder::taskset_entered(std::uint32_t taskset) { ++current_.taskset_visits[taskset]; }

void Recorder::arrival_begun() { ++current_.arrivals_begun; }

void Recorder::arrival_dropped() { ++current_.arrivals_dropped; }

void Recorder::visit_finished() { ++current_.visits_finished; }

void Recorder::visit_cut_off() { ++current_.visits_cut_off; }

void Recorder::user_started() { ++current_.users_started; }

void Recorder::user_stopped() { ++current_.users_stopped; }

void Recorder::request_started() { ++current_.requests_started; }

void Recorder::request_cut_off() { ++current_.requests_cut_off; }

void Recorder::transaction_started() { ++current_.transactions_started; }

void Recorder::transaction(const TransactionSample& sample) {
  TransactionStatistics& transaction = current_.transactions[sample.transaction];
  ++transaction.finished;
  transaction.time.record(sample.time);
  if (sample.cause.empty()) return;
  ++transaction.failures;
  transaction.causes.add(sample.cause);
}

void Recorder::transaction_cut_off() { ++current_.transactions_cut_off; }

void Recorder::metric(std::uint32_t metric, std::int64_t amount, Nanoseconds at) {
  current_.metrics[metric].add(program_->metrics[metric].kind, amount, at);
}

Statistics Recorder::take() {
  // A copy of what was counted, rather than the thing itself: current_ keeps the memory that it has grown, so
  // the users' next second allocates nothing.
  Statistics delta(*program_);
  delta.merge(current_);
  for (std::size_t i = 0; i < equal_times_.size(); ++i) {
    delta.rows[i].service_time.merge(equal_times_[i]);
    delta.rows[i].response_time.merge(equal_times_[i]);
    equal_times_[i].clear();
  }
  current_.clear();
  return delta;
}

}  // namespace nest
