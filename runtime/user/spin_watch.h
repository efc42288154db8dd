#pragma once

#include "runtime/time/clock.h"

namespace nest {

/// How long a user has had its thread since it last waited for something: an answer, a time, another user.
/// One that goes on so for long keeps the others from theirs, and most likely does not do what was meant.
class SpinWatch {
 public:
  /// Of processor time on end; a scenario that computes for that long is none.
  static constexpr Nanoseconds kLong = kSecond;

  /// It goes on after it has let others run.
  void goes_on(Instant now) { since_ = now; }
  /// It lets others run without waiting for anything. True when it has gone on for so long; once, until it
  /// waits.
  [[nodiscard]] bool lets_others_run(Instant now) {
    if (since_ != 0) ran_ += now - since_;
    yielded_ = true;
    if (ran_ < kLong || reported_) return false;
    return reported_ = true;
  }
  void waits() {
    ran_ = 0;
    since_ = 0;
    reported_ = false;
    yielded_ = false;
  }
  /// Whether it has let others run since it last waited.
  [[nodiscard]] bool is_running() const { return yielded_; }

 private:
  Nanoseconds ran_ = 0;
  Instant since_ = 0;  // 0: it has not let others run yet
  bool reported_ = false;
  bool yielded_ = false;
};

}  // namespace nest
