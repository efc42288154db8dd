#include "runtime/user/wait_time.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace nest {
namespace {

struct Moments {
  double mean = 0;
  double deviation = 0;
  Nanoseconds low = INT64_MAX;
  Nanoseconds high = 0;
};

Moments sample(const nest_wait& wait) {
  RandomStream random(1, 1);
  Moments moments;
  double squares = 0;
  constexpr int kDraws = 20'000;
  for (int i = 0; i < kDraws; ++i) {
    const Nanoseconds drawn = wait_time(wait, 0, random);
    moments.low = std::min(moments.low, drawn);
    moments.high = std::max(moments.high, drawn);
    const double seconds = static_cast<double>(drawn) / 1e9;
    moments.mean += seconds / kDraws;
    squares += seconds * seconds / kDraws;
  }
  moments.deviation = std::sqrt(squares - moments.mean * moments.mean);
  return moments;
}

TEST(WaitTime, none_and_fixed_are_what_they_say) {
  RandomStream random(1, 1);
  EXPECT_EQ(wait_time({NEST_WAIT_NONE, 5, 5, nullptr, nullptr}, 0, random), 0);
  EXPECT_EQ(wait_time({NEST_WAIT_FIXED, 2 * kSecond, 0, nullptr, nullptr}, 99, random), 2 * kSecond);
  EXPECT_EQ(random.draws(), 0u);
}

TEST(WaitTime, uniform_covers_its_range_evenly) {
  const Moments moments = sample({NEST_WAIT_UNIFORM, kSecond, 5 * kSecond, nullptr, nullptr});
  EXPECT_GE(moments.low, kSecond);
  EXPECT_LE(moments.high, 5 * kSecond);
  EXPECT_LT(moments.low, kSecond + 10 * kMillisecond);
  EXPECT_GT(moments.high, 5 * kSecond - 10 * kMillisecond);
  EXPECT_NEAR(moments.mean, 3, 0.05);
  EXPECT_NEAR(moments.deviation, 4 / std::sqrt(12.0), 0.05);
}

TEST(WaitTime, exponential_has_its_mean_and_deviation) {
  const Moments moments = sample({NEST_WAIT_EXPONENTIAL, 3 * kSecond, 0, nullptr, nullptr});
  EXPECT_NEAR(moments.mean, 3, 0.1);
  EXPECT_NEAR(moments.deviation, 3, 0.15);
}

TEST(WaitTime, normal_is_cut_at_nothing) {
  const Moments wide = sample({NEST_WAIT_NORMAL, 10 * kSecond, kSecond, nullptr, nullptr});
  EXPECT_NEAR(wide.mean, 10, 0.05);
  EXPECT_NEAR(wide.deviation, 1, 0.05);
  EXPECT_EQ(sample({NEST_WAIT_NORMAL, kSecond, 10 * kSecond, nullptr, nullptr}).low, 0);
}

TEST(WaitTime, pace_leaves_out_what_the_cycle_has_taken) {
  RandomStream random(1, 1);
  const nest_wait pace = {NEST_WAIT_PACE, 10 * kSecond, 0, nullptr, nullptr};
  EXPECT_EQ(wait_time(pace, 0, random), 10 * kSecond);
  EXPECT_EQ(wait_time(pace, 3 * kSecond, random), 7 * kSecond);
  EXPECT_EQ(wait_time(pace, 10 * kSecond, random), 0);
  EXPECT_EQ(wait_time(pace, 25 * kSecond, random), 0);
  EXPECT_EQ(wait_time(pace, -kSecond, random), 10 * kSecond);
}

TEST(WaitTime, a_run_value_takes_the_place_of_a_constant) {
  RandomStream random(1, 1);
  nest_value time{NEST_DURATION, {}};
  time.as.i = 3 * kSecond;
  EXPECT_EQ(wait_time({NEST_WAIT_FIXED, kSecond, 0, &time, nullptr}, 0, random), 3 * kSecond);
  EXPECT_EQ(wait_time({NEST_WAIT_UNIFORM, 3 * kSecond, 9 * kSecond, nullptr, &time}, 0, random), 3 * kSecond);
  nest_value starts{NEST_FLOAT, {}};
  starts.as.f = 0.5;
  EXPECT_EQ(wait_time({NEST_WAIT_PACE, kSecond, 0, &starts, nullptr}, 0, random), 2 * kSecond);
  nest_value whole{NEST_INT, {}};
  whole.as.i = 4;
  EXPECT_EQ(wait_time({NEST_WAIT_PACE, kSecond, 0, &whole, nullptr}, 0, random), kSecond / 4);
  whole.as.i = 0;
  EXPECT_EQ(wait_time({NEST_WAIT_PACE, kSecond, 0, &whole, nullptr}, 0, random), kLongestWait);
}

TEST(WaitTime, hostile_numbers_stay_within_bounds) {
  RandomStream random(1, 1);
  for (std::uint64_t kind = 0; kind <= NEST_WAIT_PACE + 1; ++kind) {
    for (const std::int64_t a : {INT64_MIN, std::int64_t{-1}, std::int64_t{0}, INT64_MAX}) {
      for (const std::int64_t b : {INT64_MIN, std::int64_t{0}, INT64_MAX}) {
        const Nanoseconds wait = wait_time({kind, a, b, nullptr, nullptr}, INT64_MAX, random);
        EXPECT_GE(wait, 0);
        EXPECT_LE(wait, kLongestWait);
      }
    }
  }
}

}  // namespace
}  // namespace nest
