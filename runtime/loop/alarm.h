#pragma once

#include <functional>
#include <utility>

#include "runtime/loop/timer.h"

namespace nest {

/// A timer that calls a function: for what happens once a second, not for users.
class Alarm final : public Timer {
 public:
  explicit Alarm(std::function<void()> ring) : ring_(std::move(ring)) {}

 private:
  void fire(Instant) override { ring_(); }

  std::function<void()> ring_;
};

}  // namespace nest
