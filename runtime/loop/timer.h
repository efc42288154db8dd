#pragma once

#include <cstdint>

#include "runtime/time/clock.h"

namespace nest {

class TimerWheel;

/// Something that happens later on a worker's thread. Intrusive: the owner holds the timer, the wheel links
/// it, and scheduling never allocates. Destroying a scheduled timer cancels it.
class Timer {
 public:
  Timer() = default;
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  [[nodiscard]] bool scheduled() const { return previous_ != nullptr; }
  /// When it will fire (never earlier); meaningful while scheduled.
  [[nodiscard]] Instant due() const { return due_; }

 protected:
  virtual ~Timer();
  /// Called once, with the timer no longer scheduled; it may schedule itself again, or be destroyed.
  virtual void fire(Instant now) = 0;

 private:
  friend class TimerWheel;
  void unlink();

  Timer* next_ = nullptr;
  Timer** previous_ = nullptr;  // the link that points here
  Instant due_ = 0;
};

}  // namespace nest
