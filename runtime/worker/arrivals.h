#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "runtime/load/arrival_schedule.h"
#include "runtime/load/closed_users.h"

namespace nest {

/// The arrivals of one worker: which comes next, and which slot's user is free to play it. Arrival n of the
/// run belongs to worker n mod workers, and of the most users there may be each worker has its share. The
/// user that has rested shortest comes first, so that there are no more users than there are visits at a
/// time, and their connections are warm. Belongs to the worker's thread; nothing allocates but the first
/// use of a slot.
class Arrivals {
 public:
  /// `schedule` outlives it.
  Arrivals(const ArrivalSchedule& schedule, WorkerShare share, std::uint64_t max_users);

  /// When the next one comes, from the run's start; ArrivalSchedule::kNever after the last.
  [[nodiscard]] Nanoseconds next_due() const { return next_due_; }
  [[nodiscard]] bool all_taken() const { return next_due_ == ArrivalSchedule::kNever; }
  /// All have been taken, and the run need not go on to the end of the steps: resting users may go.
  [[nodiscard]] bool is_over() const { return all_taken() && schedule_->is_cut_short(); }
  /// Takes the next one, of which there is one; its number in the run.
  std::uint64_t take();

  /// The slot of a user that rests, else one without a user; none: all are busy.
  [[nodiscard]] std::optional<std::size_t> occupy();
  /// The visit of this slot's user has ended, and it rests.
  void release(std::size_t slot) { resting_.push_back(slot); }
  /// This slot's user has gone while it was busy.
  void vacate(std::size_t slot) { vacant_.push_back(slot); }
  /// The slots of those that rest, which are told to go: they are busy with that.
  [[nodiscard]] std::vector<std::size_t> dismiss_resting();

 private:
  const ArrivalSchedule* schedule_;
  WorkerShare share_;
  std::uint64_t slots_;
  std::uint64_t taken_ = 0;  // arrivals
  Nanoseconds next_due_;
  std::size_t used_ = 0;              // slots that have had a user: those below it
  std::vector<std::size_t> resting_;  // the one that began last at the end
  std::vector<std::size_t> vacant_;   // of those used
};

}  // namespace nest
