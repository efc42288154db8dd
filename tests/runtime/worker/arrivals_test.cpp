#include "runtime/worker/arrivals.h"

#include <gtest/gtest.h>

#include <set>

namespace nest {
namespace {

TEST(Arrivals, are_dealt_out_to_the_workers_without_a_gap_or_a_double) {
  const ArrivalSchedule schedule({{"", 7, 7, 3 * kSecond}});
  std::set<std::uint64_t> seen;
  for (std::uint64_t worker = 0; worker < 4; ++worker) {
    Arrivals arrivals(schedule, {worker, 4}, 100);
    while (!arrivals.all_taken()) {
      const Nanoseconds due = arrivals.next_due();
      const std::uint64_t number = arrivals.take();
      EXPECT_EQ(due, schedule.time_of(number));
      EXPECT_EQ(number % 4, worker);
      EXPECT_TRUE(seen.insert(number).second);
    }
  }
  EXPECT_EQ(seen.size(), 21U);
}

TEST(Arrivals, a_worker_beyond_the_last_arrival_has_none) {
  const ArrivalSchedule schedule({{"", 1, 1, 2 * kSecond}});
  EXPECT_TRUE(Arrivals(schedule, {2, 4}, 100).all_taken());
}

TEST(Arrivals, take_the_user_that_rests_before_one_that_is_not_there_yet) {
  const ArrivalSchedule schedule({{"", 1, 1, 10 * kSecond}});
  Arrivals arrivals(schedule, {0, 1}, 3);
  EXPECT_EQ(arrivals.occupy(), 0U);
  EXPECT_EQ(arrivals.occupy(), 1U);
  arrivals.release(0);
  arrivals.release(1);
  EXPECT_EQ(arrivals.occupy(), 1U) << "the one whose connections are warmest";
  EXPECT_EQ(arrivals.occupy(), 0U);
  EXPECT_EQ(arrivals.occupy(), 2U);
  EXPECT_EQ(arrivals.occupy(), std::nullopt) << "there may be no fourth";
  arrivals.vacate(1);
  EXPECT_EQ(arrivals.occupy(), 1U) << "the place of one that has gone";
  EXPECT_EQ(arrivals.occupy(), std::nullopt);
}

TEST(Arrivals, of_the_most_users_each_worker_has_its_share) {
  const ArrivalSchedule schedule({{"", 1, 1, 10 * kSecond}});
  Arrivals first(schedule, {0, 2}, 3);
  Arrivals second(schedule, {1, 2}, 3);
  EXPECT_TRUE(first.occupy() && first.occupy() && !first.occupy());
  EXPECT_TRUE(second.occupy() && !second.occupy());
}

TEST(Arrivals, are_over_when_iterations_have_ended_them_and_not_when_the_steps_go_on) {
  const ArrivalSchedule cut({{"", 1, 1, 10 * kSecond}}, 1);
  Arrivals arrivals(cut, {0, 1}, 3);
  EXPECT_FALSE(arrivals.is_over());
  EXPECT_EQ(arrivals.take(), 0U);
  EXPECT_TRUE(arrivals.is_over());
  const ArrivalSchedule whole({{"", 1, 1, kSecond}});
  Arrivals all(whole, {0, 1}, 3);
  EXPECT_EQ(all.take(), 0U);
  EXPECT_TRUE(all.all_taken());
  EXPECT_FALSE(all.is_over()) << "the run lasts as long as its steps";
}

}  // namespace
}  // namespace nest
