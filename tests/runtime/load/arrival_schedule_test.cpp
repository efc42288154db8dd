#include "runtime/load/arrival_schedule.h"

#include <gtest/gtest.h>

#include <cmath>

namespace nest {
namespace {

constexpr Nanoseconds kMinute = 60 * kSecond;

TEST(ArrivalSchedule, a_rate_that_is_held_spaces_arrivals_evenly_from_the_start_on) {
  const ArrivalSchedule schedule({{"", 5, 5, 10 * kSecond}});
  EXPECT_EQ(schedule.total(), 50U);
  for (std::uint64_t n = 0; n < 50; ++n) {
    EXPECT_EQ(schedule.time_of(n), static_cast<Nanoseconds>(n) * 200 * kMillisecond) << n;
  }
  EXPECT_EQ(schedule.time_of(50), ArrivalSchedule::kNever);
}

TEST(ArrivalSchedule, nothing_drifts_where_the_interval_is_no_whole_number_of_nanoseconds) {
  // A third of a second rounds; added up a million times it would be off by a third of a millisecond.
  const ArrivalSchedule schedule({{"", 3, 3, 400'000 * kSecond}});
  EXPECT_EQ(schedule.total(), 1'200'000U);
  EXPECT_EQ(schedule.time_of(1'199'997), 399'999 * kSecond);
  EXPECT_EQ(schedule.time_of(1'199'998), 399'999 * kSecond + 333'333'333);
  EXPECT_EQ(schedule.time_of(1'199'999), 399'999 * kSecond + 666'666'667);
}

TEST(ArrivalSchedule, a_ramp_follows_the_integral_of_its_rate) {
  // 0 to 10/s in 10 s: t^2 / 2 arrivals by t, so arrival n comes at the root of 2 n.
  const ArrivalSchedule up({{"", 0, 10, 10 * kSecond}});
  EXPECT_EQ(up.total(), 50U);
  // 10/s to 0: 10 t - t^2 / 2 by t.
  const ArrivalSchedule down({{"", 10, 0, 10 * kSecond}});
  EXPECT_EQ(down.total(), 50U);
  for (std::uint64_t n = 0; n < 50; ++n) {
    const auto count = static_cast<double>(n);
    EXPECT_NEAR(static_cast<double>(up.time_of(n)), std::sqrt(2 * count) * 1e9, 2) << n;
    EXPECT_NEAR(static_cast<double>(down.time_of(n)), (10 - std::sqrt(100 - 2 * count)) * 1e9, 2) << n;
  }
}

TEST(ArrivalSchedule, steps_go_on_where_the_one_before_has_stopped_counting) {
  const ArrivalSchedule schedule({{"", 0, 4, 2 * kSecond},
                                  {"top", 4, 4, 3 * kSecond},
                                  {"", 0, 0, 5 * kSecond},
                                  {"", 1, 1, 2 * kSecond}});
  EXPECT_EQ(schedule.length(), 12 * kSecond);
  EXPECT_EQ(schedule.total(), 4U + 12 + 0 + 2);
  EXPECT_EQ(schedule.time_of(4), 2 * kSecond) << "the first of the level";
  EXPECT_EQ(schedule.time_of(15), 2 * kSecond + 2750 * kMillisecond);
  EXPECT_EQ(schedule.time_of(16), 10 * kSecond) << "nobody comes in a pause, nor at its beginning";
  EXPECT_EQ(schedule.time_of(17), 11 * kSecond);
  const StepTimes times = schedule.times();
  ASSERT_EQ(times.size(), 4U);
  EXPECT_TRUE(times[0].is_ramp);
  EXPECT_FALSE(times[1].is_ramp);
  EXPECT_EQ(times[1].begin, 2 * kSecond);
  EXPECT_EQ(times[1].end, 5 * kSecond);
}

TEST(ArrivalSchedule, parts_of_arrivals_carry_over_from_step_to_step) {
  const ArrivalSchedule schedule({{"", 0.5, 0.5, kSecond}, {"", 1.5, 1.5, kSecond}});
  EXPECT_EQ(schedule.total(), 2U);
  EXPECT_EQ(schedule.time_of(0), 0);
  EXPECT_NEAR(static_cast<double>(schedule.time_of(1)), 1e9 + 1e9 / 3, 1)
      << "half of it came in the first step";
}

TEST(ArrivalSchedule, a_total_is_whole_where_only_rounding_keeps_it_from_that) {
  EXPECT_EQ(ArrivalSchedule({{"", 40.0 / 60, 40.0 / 60, kMinute}}).total(), 40U);
  EXPECT_EQ(ArrivalSchedule({{"", 0.1, 0.1, 10 * kSecond}}).total(), 1U);
  EXPECT_EQ(ArrivalSchedule({{"", 5.0 / 60, 5.0 / 60, 3600 * kSecond}}).total(), 300U);
  std::vector<ArrivalStep> steps(1000, {"", 0.3, 0.3, kSecond});
  EXPECT_EQ(ArrivalSchedule(steps).total(), 300U);
}

TEST(ArrivalSchedule, times_never_decrease_and_stay_within_the_steps) {
  const ArrivalSchedule schedule(
      {{"", 0, 977, 1234567891}, {"", 977, 31.7, 987654321}, {"", 31.7, 1e5, 7}, {"", 3, 0, kSecond}});
  Nanoseconds last = 0;
  for (std::uint64_t n = 0; n < schedule.total(); ++n) {
    const Nanoseconds time = schedule.time_of(n);
    ASSERT_GE(time, last) << n;
    ASSERT_LT(time, schedule.length()) << n;
    last = time;
  }
  EXPECT_EQ(schedule.total(),
            static_cast<std::uint64_t>(std::ceil(977 * 1.234567891 / 2 + (977 + 31.7) * 0.987654321 / 2 +
                                                 (31.7 + 1e5) * 7e-9 / 2 + 1.5)));
}

TEST(ArrivalSchedule, iterations_end_it_before_its_steps_do) {
  const ArrivalSchedule cut({{"", 10, 10, kMinute}}, 25);
  EXPECT_EQ(cut.total(), 25U);
  EXPECT_TRUE(cut.is_cut_short());
  EXPECT_EQ(cut.time_of(24), 2400 * kMillisecond);
  EXPECT_EQ(cut.time_of(25), ArrivalSchedule::kNever);
  const ArrivalSchedule whole({{"", 10, 10, kMinute}}, 600);
  EXPECT_EQ(whole.total(), 600U);
  EXPECT_FALSE(whole.is_cut_short()) << "the steps make no more";
}

TEST(ArrivalSchedule, very_many_arrivals_for_very_long_are_in_their_order) {
  constexpr Nanoseconds kYear = 366LL * 24 * 3600 * kSecond;
  const ArrivalSchedule schedule({{"", 0, 1e7, kYear}, {"", 1e7, 1e7, kYear}});
  const auto half = static_cast<std::uint64_t>(1e7 * 366 * 24 * 3600 / 2);
  EXPECT_EQ(schedule.total(), 3 * half);
  EXPECT_EQ(schedule.time_of(half), kYear);
  EXPECT_EQ(schedule.time_of(half + 10'000'000), kYear + kSecond);
}

}  // namespace
}  // namespace nest
