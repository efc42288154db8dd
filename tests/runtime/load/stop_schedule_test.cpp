#include "runtime/load/stop_schedule.h"

#include <gtest/gtest.h>

namespace nest {
namespace {

TEST(StopSchedule, without_a_run_time_runs_until_asked) {
  StopSchedule schedule(0, 0, kSecond);
  EXPECT_EQ(schedule.phase_at(1'000'000 * kSecond), RunPhase::Running);
  EXPECT_EQ(schedule.next_change(0), StopSchedule::kNever);
  schedule.request_stop(5 * kSecond);
  EXPECT_TRUE(schedule.interrupted());
  EXPECT_EQ(schedule.phase_at(5 * kSecond - 1), RunPhase::Running);
  EXPECT_EQ(schedule.phase_at(5 * kSecond), RunPhase::Stopping);
  EXPECT_EQ(schedule.phase_at(6 * kSecond), RunPhase::Aborting);
}

TEST(StopSchedule, goes_through_its_phases_in_order) {
  const StopSchedule schedule(10 * kSecond, 3 * kSecond, 60 * kSecond);
  EXPECT_EQ(schedule.phase_at(0), RunPhase::Running);
  EXPECT_EQ(schedule.next_change(0), 10 * kSecond);
  EXPECT_EQ(schedule.phase_at(10 * kSecond), RunPhase::Finishing);
  EXPECT_EQ(schedule.next_change(10 * kSecond), 13 * kSecond);
  EXPECT_EQ(schedule.phase_at(13 * kSecond), RunPhase::Stopping);
  EXPECT_EQ(schedule.next_change(13 * kSecond), 73 * kSecond);
  EXPECT_EQ(schedule.phase_at(73 * kSecond), RunPhase::Aborting);
  EXPECT_EQ(schedule.next_change(73 * kSecond), StopSchedule::kNever);
  EXPECT_FALSE(schedule.interrupted());
}

TEST(StopSchedule, without_a_stop_timeout_stops_users_where_they_are) {
  const StopSchedule schedule(10 * kSecond, 0, 60 * kSecond);
  EXPECT_EQ(schedule.phase_at(10 * kSecond), RunPhase::Stopping);
  EXPECT_EQ(schedule.next_change(0), 10 * kSecond);
  EXPECT_EQ(schedule.next_change(10 * kSecond), 70 * kSecond);
}

TEST(StopSchedule, a_first_request_grants_the_stop_timeout) {
  StopSchedule schedule(10 * kSecond, 3 * kSecond, 60 * kSecond);
  schedule.request_stop(4 * kSecond);
  EXPECT_EQ(schedule.phase_at(4 * kSecond), RunPhase::Finishing);
  EXPECT_EQ(schedule.phase_at(7 * kSecond), RunPhase::Stopping);
}

TEST(StopSchedule, a_second_request_ends_everything_at_once) {
  StopSchedule schedule(10 * kSecond, 3 * kSecond, 60 * kSecond);
  schedule.request_stop(4 * kSecond);
  schedule.request_stop(5 * kSecond);
  EXPECT_EQ(schedule.phase_at(4 * kSecond), RunPhase::Finishing);
  EXPECT_EQ(schedule.next_change(4 * kSecond), 5 * kSecond);
  EXPECT_EQ(schedule.phase_at(5 * kSecond), RunPhase::Aborting);
  EXPECT_EQ(schedule.next_change(5 * kSecond), StopSchedule::kNever);
  schedule.request_stop(6 * kSecond);
  EXPECT_EQ(schedule.phase_at(5 * kSecond), RunPhase::Aborting);
}

TEST(StopSchedule, a_request_while_it_is_ending_is_no_interruption_and_the_next_one_ends_it) {
  StopSchedule schedule(10 * kSecond, 3 * kSecond, 60 * kSecond);
  schedule.request_stop(11 * kSecond);
  EXPECT_FALSE(schedule.interrupted());
  EXPECT_EQ(schedule.phase_at(11 * kSecond), RunPhase::Finishing);
  schedule.request_stop(12 * kSecond);
  EXPECT_EQ(schedule.phase_at(12 * kSecond), RunPhase::Aborting);
}

TEST(StopSchedule, the_longest_times_do_not_overflow) {
  const StopSchedule schedule(StopSchedule::kNever, StopSchedule::kNever, StopSchedule::kNever);
  EXPECT_EQ(schedule.phase_at(StopSchedule::kNever - 1), RunPhase::Running);
  EXPECT_EQ(schedule.next_change(0), StopSchedule::kNever);
}

}  // namespace
}  // namespace nest
