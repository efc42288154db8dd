// How users of a plan of arrivals go from visit to visit.

#include <utility>

#include "runtime/user/user.h"

namespace nest {
namespace {

// Visits draw from streams of their own: those of users have smaller numbers, those of `setup` and `teardown`
// larger ones.
constexpr std::uint64_t kVisitStreams = std::uint64_t{1} << 62;

}  // namespace

void User::arrive(std::uint64_t arrival, Instant due) {
  visit_stream_ = kVisitStreams + arrival;
  in_visit_ = true;
  intended_ = due;
  note_lateness();
  if (stage_ == Stage::Ended) {
    start();
    return;
  }
  waiting_ = false;
  stage_ = Stage::Pick;
  proceed();
}

// Arrival n decides the same, whichever user plays it.
void User::begin_visit() {
  if (host_->by_arrival) task_.random = RandomStream(host_->seed, visit_stream_);
  enter(host_->picks->pick_taskset(task_.random));
}

void User::end_visit(bool was_left) {
  if (!std::exchange(in_visit_, false)) return;
  if (was_left && !told_to_end_) {
    host_->recorder->visit_finished();
  } else {
    host_->recorder->visit_cut_off();
  }
}

// Until arrive(), or until it is told to end: the worker may do either at once. True: it does not rest.
bool User::rest() {
  if (last_visit_) {
    stopping_ = true;
    return true;
  }
  waiting_ = true;
  late_ = 0;
  spin_.waits();
  host_->events->visit_ended(*this);
  return false;
}

// How late the task or visit that begins now is. What a timer is late by its own resolution is nobody's
// delay.
void User::note_lateness() {
  const Instant intended = std::exchange(intended_, 0);
  if (intended == 0) return;
  const Nanoseconds late = host_->loop->now() - intended;
  late_ = late > TimerWheel::kTick ? late : 0;
}

}  // namespace nest
