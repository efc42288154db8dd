#include "runtime/time/clock.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace nest {
namespace {

TEST(SteadyClock, never_goes_back) {
  const SteadyClock clock;
  Instant last = clock.now();
  for (int i = 0; i < 10'000; ++i) {
    const Instant now = clock.now();
    ASSERT_GE(now, last);
    last = now;
  }
}

TEST(SteadyClock, counts_nanoseconds) {
  const SteadyClock clock;
  const Instant before = clock.now();
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  const Nanoseconds passed = clock.now() - before;
  EXPECT_GE(passed, 20 * kMillisecond);
  EXPECT_LT(passed, 20 * kSecond);
}

}  // namespace
}  // namespace nest
