#pragma once

#include <atomic>

#include "runtime/time/clock.h"

namespace nest::test {

/// A clock that a test moves by hand.
class FakeClock final : public Clock {
 public:
  explicit FakeClock(Instant start = 0) : now_(start) {}
  [[nodiscard]] Instant now() const override { return now_.load(); }
  void set(Instant now) { now_ = now; }
  void advance(Nanoseconds by) { now_ += by; }

 private:
  std::atomic<Instant> now_;
};

}  // namespace nest::test
