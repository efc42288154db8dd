#include "runtime/load/closed_users.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace nest {
namespace {

TEST(ClosedUsers, start_one_by_one_below_one_a_second) {
  const ClosedUsers plan(4, 0.5);
  EXPECT_EQ(plan.start_of(0), 0);
  EXPECT_EQ(plan.start_of(1), 2 * kSecond);
  EXPECT_EQ(plan.start_of(2), 4 * kSecond);
  EXPECT_EQ(plan.start_of(3), 6 * kSecond);
}

TEST(ClosedUsers, start_the_first_batch_at_once) {
  const ClosedUsers plan(100, 10);
  for (std::uint64_t user = 0; user < 10; ++user) EXPECT_EQ(plan.start_of(user), 0);
  EXPECT_EQ(plan.start_of(10), kSecond / 10);
}

// Locust's ramp: n users after (ceil(n/k) - 1) * k/r seconds; between two batches nest is never behind it.
TEST(ClosedUsers, have_locusts_counts_at_the_end_of_each_batch) {
  for (const double rate : {0.3, 1.0, 1.5, 7.0, 33.3, 250.0}) {
    const auto batch = static_cast<std::uint64_t>(std::max(1.0, std::floor(rate)));
    const ClosedUsers plan(1000, rate);
    Nanoseconds previous = 0;
    for (std::uint64_t n = 1; n <= 1000; ++n) {
      const double batches = std::ceil(static_cast<double>(n) / static_cast<double>(batch)) - 1;
      const double locust = batches * static_cast<double>(batch) / rate;
      const Nanoseconds start = plan.start_of(n - 1);
      EXPECT_LE(start, std::llround(locust * 1e9) + 1);
      if (n % batch == 0) {
        EXPECT_NEAR(static_cast<double>(start), locust * 1e9, 2);
      }
      EXPECT_GE(start, previous);
      previous = start;
    }
  }
}

TEST(ClosedUsers, start_all_at_once_without_a_rate) {
  for (const double rate :
       {0.0, -1.0, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    const ClosedUsers plan(1000, rate);
    EXPECT_EQ(plan.start_of(999), 0) << rate;
  }
}

TEST(ClosedUsers, stay_in_range_however_slow) {
  const ClosedUsers plan(1000, 1e-300);
  EXPECT_GT(plan.start_of(999), 0);
  EXPECT_GE(plan.start_of(999), plan.start_of(1));
}

TEST(WorkerShare, deals_every_user_to_exactly_one_worker) {
  for (std::uint64_t workers = 1; workers < 6; ++workers) {
    for (std::uint64_t users = 0; users < 20; ++users) {
      std::vector<int> dealt(users, 0);
      for (std::uint64_t worker = 0; worker < workers; ++worker) {
        const WorkerShare share{worker, workers};
        for (std::uint64_t i = 0; i < share.count(users); ++i) {
          ASSERT_LT(share.number(i), users);
          ASSERT_EQ(share.index(share.number(i)), i);
          ++dealt[share.number(i)];
        }
      }
      for (const int times : dealt) ASSERT_EQ(times, 1);
    }
  }
}

TEST(ClosedUsers, count_who_has_started) {
  for (const double rate : {0.0, 0.3, 1.0, 7.0, 33.3, 250.0}) {
    const ClosedUsers plan(500, rate);
    for (std::uint64_t n = 0; n < 500; ++n) {
      const Nanoseconds start = plan.start_of(n);
      EXPECT_GT(plan.started_by(start), n) << rate;
      if (start > 0) {
        EXPECT_LE(plan.started_by(start - 1), n) << rate;
      }
    }
    EXPECT_EQ(plan.started_by(-1), 0U);
    EXPECT_EQ(plan.started_by(INT64_MAX), 500U);
  }
}

}  // namespace
}  // namespace nest
