#include "runtime/time/clock.h"

#include <ctime>

namespace nest {

Instant SteadyClock::now() const {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<Instant>(time.tv_sec) * kSecond + time.tv_nsec;
}

}  // namespace nest
