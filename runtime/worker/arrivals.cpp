#include "runtime/worker/arrivals.h"

#include <cassert>
#include <utility>

namespace nest {

Arrivals::Arrivals(const ArrivalSchedule& schedule, WorkerShare share, std::uint64_t max_users)
    : schedule_(&schedule),
      share_(share),
      slots_(share.count(max_users)),
      next_due_(schedule.time_of(share.number(0))) {}

std::uint64_t Arrivals::take() {
  assert(!all_taken());
  const std::uint64_t number = share_.number(taken_++);
  next_due_ = schedule_->time_of(share_.number(taken_));
  return number;
}

std::optional<std::size_t> Arrivals::occupy() {
  for (std::vector<std::size_t>* const free : {&resting_, &vacant_}) {
    if (free->empty()) continue;
    const std::size_t slot = free->back();
    free->pop_back();
    return slot;
  }
  return used_ < slots_ ? std::optional(used_++) : std::nullopt;
}

std::vector<std::size_t> Arrivals::dismiss_resting() { return std::exchange(resting_, {}); }

}  // namespace nest
