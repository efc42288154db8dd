#pragma once

#include <cstdint>

#include "runtime/time/clock.h"

namespace nest {

/// What the users of a run are asked to do, in the order in which it comes.
enum class RunPhase : std::uint8_t {
  Running,
  Finishing,  ///< waiting users stop, busy ones finish their task; nobody starts
  Stopping,   ///< all are stopped where they are; every on_stop runs
  Aborting    ///< whatever still runs ends at once
};

/// When a run ends, and how: a pure function of the time since its start and of the requests to stop.
class StopSchedule {
 public:
  static constexpr Nanoseconds kNever = INT64_MAX;

  /// `run_time` from the start, ramp included; 0 or less: until a stop is requested. `stop_timeout`: how long
  /// tasks may go on to their end. `closing_time`: how long every on_stop together may take after that.
  StopSchedule(Nanoseconds run_time, Nanoseconds stop_timeout, Nanoseconds closing_time);

  /// Somebody asks to stop, `at` from the start. The first time it is as if the run time were over; the
  /// second time everything ends at once.
  void request_stop(Nanoseconds at);
  /// A stop was requested before the run time was over.
  [[nodiscard]] bool interrupted() const { return interrupted_; }

  [[nodiscard]] RunPhase phase_at(Nanoseconds time) const;
  /// The first time after `time` with another phase; kNever when this one lasts.
  [[nodiscard]] Nanoseconds next_change(Nanoseconds time) const;

 private:
  Nanoseconds finish_at_;
  Nanoseconds stop_timeout_;
  Nanoseconds closing_time_;
  Nanoseconds abort_at_ = kNever;
  bool requested_ = false;
  bool interrupted_ = false;
};

}  // namespace nest
