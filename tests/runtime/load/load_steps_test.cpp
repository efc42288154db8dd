#include "runtime/load/load_steps.h"

#include <gtest/gtest.h>

namespace nest {
namespace {

LoadSteps peak() {
  return LoadSteps({{"", 0, 10, 20 * kSecond}, {"top", 10, 10, 30 * kSecond}, {"", 10, 0, 10 * kSecond}});
}

TEST(LoadSteps, follow_a_ramp_in_whole_users) {
  const LoadSteps steps = peak();
  EXPECT_EQ(steps.length(), 60 * kSecond);
  EXPECT_EQ(steps.most(), 10U);
  EXPECT_EQ(steps.level_at(0), 0U);
  EXPECT_EQ(steps.level_at(2 * kSecond - 1), 0U);
  EXPECT_EQ(steps.level_at(2 * kSecond), 1U);
  EXPECT_EQ(steps.level_at(19 * kSecond), 9U);
  EXPECT_EQ(steps.level_at(20 * kSecond), 10U);
  EXPECT_EQ(steps.level_at(51 * kSecond - 1), 10U);
  EXPECT_EQ(steps.level_at(51 * kSecond), 9U);
  EXPECT_EQ(steps.level_at(70 * kSecond), 0U) << "after the end as at it";
}

TEST(LoadSteps, take_and_free_slots_where_the_level_says_so) {
  const LoadSteps steps(
      {{"", 0, 7, 3 * kSecond + 1}, {"", 3, 3, kSecond}, {"", 3, 9, kSecond}, {"", 9, 1, 7}});
  for (std::uint64_t slot = 0; slot < 10; ++slot) {
    for (Nanoseconds after = 0; after < steps.length(); after += steps.length() / 97) {
      const Nanoseconds taken = steps.taken_from(slot, after);
      const Nanoseconds freed = steps.free_from(slot, after);
      if (taken != LoadSteps::kNever) {
        EXPECT_GT(steps.level_at(taken), slot) << after;
        if (taken > after) {
          EXPECT_LE(steps.level_at(taken - 1), slot) << after;
        }
      }
      if (freed != LoadSteps::kNever) {
        EXPECT_LE(steps.level_at(freed), slot) << after;
        if (freed > after) {
          EXPECT_GT(steps.level_at(freed - 1), slot) << after;
        }
      }
      EXPECT_TRUE(taken == after || freed == after) << "at any time a slot is one of both";
    }
  }
  EXPECT_EQ(steps.taken_from(9, 0), LoadSteps::kNever) << "nobody has the tenth";
}

TEST(LoadSteps, count_everybody_who_starts) {
  EXPECT_EQ(peak().starts(), 10U);
  EXPECT_EQ(LoadSteps({{"", 5, 5, 1}, {"", 0, 3, 1}, {"", 2, 8, 1}}).starts(), 5U + 3 + 6);
}

TEST(LoadSteps, hold_very_many_users_for_very_long) {
  constexpr Nanoseconds kYear = 366LL * 24 * 3600 * kSecond;
  const LoadSteps steps({{"", 0, 10'000'000, kYear}});
  EXPECT_EQ(steps.level_at(kYear / 2), 5'000'000U);
  const Nanoseconds last = steps.taken_from(9'999'998, 0);
  EXPECT_EQ(steps.level_at(last), 9'999'999U);
  EXPECT_EQ(steps.level_at(last - 1), 9'999'998U);
}

}  // namespace
}  // namespace nest
