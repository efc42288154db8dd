#include "runtime/load/stop_schedule.h"

#include <algorithm>

namespace nest {
namespace {

Nanoseconds later(Nanoseconds time, Nanoseconds by) {
  return time > StopSchedule::kNever - by ? StopSchedule::kNever : time + by;
}

}  // namespace

StopSchedule::StopSchedule(Nanoseconds run_time, Nanoseconds stop_timeout, Nanoseconds closing_time)
    : finish_at_(run_time > 0 ? run_time : kNever),
      stop_timeout_(std::max<Nanoseconds>(0, stop_timeout)),
      closing_time_(std::max<Nanoseconds>(0, closing_time)) {}

void StopSchedule::request_stop(Nanoseconds at) {
  if (requested_) {
    abort_at_ = std::min(abort_at_, at);
    return;
  }
  requested_ = true;
  if (at >= finish_at_) return;  // it is stopping anyway
  interrupted_ = true;
  finish_at_ = at;
}

RunPhase StopSchedule::phase_at(Nanoseconds time) const {
  const Nanoseconds stop_at = later(finish_at_, stop_timeout_);
  if (time >= std::min(abort_at_, later(stop_at, closing_time_))) return RunPhase::Aborting;
  if (time >= stop_at) return RunPhase::Stopping;
  return time >= finish_at_ ? RunPhase::Finishing : RunPhase::Running;
}

Nanoseconds StopSchedule::next_change(Nanoseconds time) const {
  const Nanoseconds stop_at = later(finish_at_, stop_timeout_);
  const Nanoseconds abort_at = std::min(abort_at_, later(stop_at, closing_time_));
  if (time >= abort_at) return kNever;
  for (const Nanoseconds change : {finish_at_, stop_at}) {
    if (change > time) return std::min(change, abort_at);
  }
  return abort_at;
}

}  // namespace nest
