#include "runtime/run/conductor.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace nest {
namespace {

// How long the ticks of a second wait for a worker that is late with its delivery.
constexpr Nanoseconds kPatience = kSecond / 2;

Nanoseconds run_time_of(const RunOptions& options) {
  if (options.steps != nullptr) return options.steps->length();
  return options.arrivals != nullptr ? options.arrivals->length() : options.run_time;
}

WorkerHealth health_of(const WorkerDelivery& delivery) {
  WorkerHealth health;
  health.wall_time = delivery.wall_time;
  health.cpu_time = delivery.cpu_time;
  health.worst_lag = delivery.lag.worst;
  health.total_lag = delivery.lag.total;
  health.timers = delivery.lag.timers;
  health.late_timers = delivery.lag.late_timers;
  health.batches = delivery.lag.batches;
  health.delays = delivery.lag.delays;
  return health;
}

}  // namespace

Conductor::Conductor(const nest_program& program, const RunOptions& options, const RunObservers& observers,
                     const Clock& clock)
    : program_(&program),
      observers_(&observers),
      loop_(clock),
      schedule_(run_time_of(options), options.stop_timeout, options.closing_time),
      second_(program) {
  result_.total = Statistics(program);
  result_.users_planned = options.steps != nullptr ? options.steps->starts() : options.users;
  if (options.plan != nullptr && options.plan->limit_count > 0)
    limits_.emplace(program, *options.plan,
                    options.steps != nullptr ? options.steps->times() : options.arrivals->times());
}

Instant Conductor::begin() {
  start_ = loop_.now();
  return start_;
}

void Conductor::conduct(const std::vector<std::unique_ptr<Worker>>& workers) {
  workers_ = &workers;
  working_ = workers.size();
  heard_.assign(workers.size(), false);
  second_peaks_.assign(workers.size(), 0);
  result_.workers.resize(workers.size());
  // Should the descriptor be refused, presses are still seen, at the ticks.
  if (observers_->stop != nullptr)
    static_cast<void>(loop_.add(observers_->stop->descriptor(), EPOLLIN, *this));
  note_presses();
  loop_.schedule(ticker_, start_ + kSecond + kPatience);
  change_phase();
  while (working_ > 0) loop_.turn(TimerWheel::kNever);
  tick();  // the last deliveries
  result_.elapsed = ticked_at_;
  loop_.cancel(ticker_);
  loop_.cancel(phase_alarm_);
  if (observers_->stop != nullptr) loop_.remove(observers_->stop->descriptor());
}

RunResult Conductor::result() {
  if (limits_) result_.limits = limits_->outcomes();
  if (schedule_.interrupted()) {
    result_.end = limit_ended_run_                               ? RunEnd::LimitBroken
                  : result_.exhausted_data && presses_seen_ == 0 ? RunEnd::DataExhausted
                                                                 : RunEnd::Requested;
  } else {
    result_.end = phase_ == RunPhase::Running ? RunEnd::UsersEnded : RunEnd::RunTime;
  }
  result_.aborted = phase_ == RunPhase::Aborting;
  return std::move(result_);
}

void Conductor::delivered(WorkerDelivery delivery) {
  // Shared, because a std::function must be able to copy what it holds.
  loop_.post([this, kept = std::make_shared<WorkerDelivery>(std::move(delivery))] { gather(*kept); });
}

void Conductor::logged(std::uint64_t user, std::uint32_t site, std::string_view text) {
  if (!observers_->log) return;
  const std::lock_guard lock(observers_mutex_);
  observers_->log(user, site, text);
}

void Conductor::data_exhausted(std::uint32_t data) {
  loop_.post([this, data] {
    if (result_.exhausted_data) return;  // others have asked in vain too: a second request would cut them off
    result_.exhausted_data = data;
    schedule_.request_stop(elapsed());
    change_phase();
  });
}

void Conductor::gather(const WorkerDelivery& delivery) {
  second_.merge(delivery.delta);
  std::uint64_t& peak = second_peaks_[delivery.worker];
  peak = std::max(peak, delivery.peak_users);
  result_.workers[delivery.worker].merge(health_of(delivery));
  if (!heard_[delivery.worker]) ++heard_count_;
  heard_[delivery.worker] = true;
  if (delivery.last) {
    --working_;
    --heard_count_;
  }
  if (working_ > 0 && heard_count_ == working_) tick();
}

void Conductor::tick() {
  result_.total.merge(second_);
  const auto peak = std::accumulate(second_peaks_.begin(), second_peaks_.end(), std::uint64_t{0});
  result_.peak_users = std::max(result_.peak_users, peak);
  const Nanoseconds now = elapsed();
  const Statistics& total = result_.total;
  const RunSecond second{
      *program_, now,  now - std::exchange(ticked_at_, now), total.users_started - total.users_stopped,
      second_,   total};
  {
    const std::lock_guard lock(observers_mutex_);
    for (ReportSink* sink : observers_->sinks) sink->second(second);
  }
  hold_against_limits(now - second.length, now);
  second_.clear();
  heard_.assign(heard_.size(), false);
  second_peaks_.assign(second_peaks_.size(), 0);
  heard_count_ = 0;
  loop_.schedule(ticker_, start_ + (now / kSecond + 1) * kSecond + kPatience);
  if (working_ == 0) return;
  note_presses();
  change_phase();
}

// What comes after the plan's end, or after a stop, belongs to the closing of the run.
void Conductor::hold_against_limits(Nanoseconds begin, Nanoseconds end) {
  if (!limits_ || schedule_.interrupted()) return;
  if (!limits_->second(begin, end, second_) || limit_ended_run_) return;
  limit_ended_run_ = true;
  schedule_.request_stop(end);
}

void Conductor::ready(std::uint32_t) {
  observers_->stop->take_note();
  note_presses();
  change_phase();
}

void Conductor::note_presses() {
  if (observers_->stop == nullptr) return;
  for (const int presses = observers_->stop->presses(); presses_seen_ < presses; ++presses_seen_) {
    schedule_.request_stop(elapsed());
  }
}

void Conductor::change_phase() {
  const Nanoseconds now = elapsed();
  if (const RunPhase phase = schedule_.phase_at(now); phase != phase_) {
    phase_ = phase;
    for (const auto& worker : *workers_) worker->enter(phase);
  }
  const Nanoseconds next = schedule_.next_change(now);
  if (next == StopSchedule::kNever) {
    loop_.cancel(phase_alarm_);
  } else {
    loop_.schedule(phase_alarm_, start_ + std::min(next, TimerWheel::kNever - start_));
  }
}

}  // namespace nest
