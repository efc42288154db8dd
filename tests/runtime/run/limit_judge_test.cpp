#include "runtime/run/limit_judge.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "runtime/load/load_steps.h"

namespace nest {
namespace {

constexpr nest_str text(std::string_view view) { return {view.data(), view.size()}; }

/// A program with two rows and a check, and a plan of 10 s up, 10 s held, 10 s down.
struct Judged : ::testing::Test {
  Judged() {
    program.rows = rows.data();
    program.row_count = rows.size();
    program.checks = &check;
    program.check_count = 1;
    program.files = &file;
    program.file_count = 1;
    program.sites = &site;
    program.site_count = 1;
  }

  nest_limit& limit(std::uint32_t metric, std::uint32_t comparison, double bound) {
    nest_limit& added = limits.emplace_back();
    added.text = text("a limit");
    added.metric = metric;
    added.comparison = comparison;
    added.bound.value = bound;
    added.step = NEST_NONE;
    return added;
  }

  LimitJudge& judge() {
    plan.limits = limits.data();
    plan.limit_count = limits.size();
    return made.emplace(program, plan, steps.times());
  }

  /// Seconds [first, last) with so many requests each, of so long, of which so many fail.
  bool seconds(int first, int last, Nanoseconds time, int requests = 10, int failures = 0) {
    bool ends = false;
    for (int second = first; second < last; ++second) {
      Statistics delta(program);
      for (int i = 0; i < requests; ++i) {
        RowStatistics& row = delta.rows[static_cast<std::size_t>(i % 2)];
        ++row.requests;
        if (i < failures) ++row.failures;
        row.response_time.record(time);
      }
      ends = made->second(second * kSecond, (second + 1) * kSecond, delta) || ends;
    }
    return ends;
  }

  std::array<nest_row, 2> rows = {{{NEST_GET, 0, text("/a")}, {NEST_GET, 0, text("/b")}}};
  nest_check_info check{text("c"), 0, NEST_NONE};
  nest_str file = text("peak.nest");
  nest_site site{0, 3, 5};
  nest_program program{};
  nest_plan plan{};
  std::vector<nest_limit> limits;
  LoadSteps steps{{{"", 0, 10, 10 * kSecond}, {"top", 10, 10, 10 * kSecond}, {"", 10, 0, 10 * kSecond}}};
  std::optional<LimitJudge> made;
};

using State = LimitOutcome::State;

TEST_F(Judged, limits_look_at_the_steady_part) {
  limit(NEST_LIMIT_MAXIMUM, NEST_LIMIT_LESS, 1e8);
  limit(NEST_LIMIT_MAXIMUM, NEST_LIMIT_LESS, 1e8).part = NEST_LIMIT_OF_RAMPS;
  nest_limit& of_step = limit(NEST_LIMIT_MAXIMUM, NEST_LIMIT_LESS, 1e8);
  of_step.part = NEST_LIMIT_OF_STEP;
  of_step.step = 1;
  judge();
  seconds(0, 10, 900 * kMillisecond);
  seconds(10, 20, 10 * kMillisecond);
  seconds(20, 30, 900 * kMillisecond);
  const auto outcomes = made->outcomes();
  EXPECT_EQ(outcomes[0].state, State::Met);
  EXPECT_NEAR(outcomes[0].value, 1e7, 1);
  EXPECT_EQ(outcomes[1].state, State::Broken);
  EXPECT_EQ(outcomes[2].state, State::Met);
  EXPECT_EQ(outcomes[0].place, "peak.nest:3:5");
}

TEST_F(Judged, a_limit_that_no_sample_reached_is_not_met) {
  limit(NEST_LIMIT_PERCENTILE, NEST_LIMIT_LESS, 1e9).percentile = 95;
  limit(NEST_LIMIT_CHECKS, NEST_LIMIT_GREATER, 0.99);
  limit(NEST_LIMIT_REQUESTS, NEST_LIMIT_GREATER, 1);
  judge();
  seconds(0, 30, kMillisecond, 0);
  const auto outcomes = made->outcomes();
  EXPECT_EQ(outcomes[0].state, State::NoSamples);
  EXPECT_EQ(outcomes[1].state, State::NoSamples);
  EXPECT_EQ(outcomes[2].state, State::Broken) << "no requests at all is 0/s";
}

TEST_F(Judged, a_limit_of_some_rows_sees_those_alone) {
  constexpr std::array<std::uint32_t, 1> kSecondRow = {1};
  nest_limit& one = limit(NEST_LIMIT_ERRORS, NEST_LIMIT_LESS_EQUAL, 0);
  one.rows = kSecondRow.data();
  one.row_count = 1;
  limit(NEST_LIMIT_ERRORS, NEST_LIMIT_LESS, 0.11);
  judge();
  seconds(10, 20, kMillisecond, 10, 1);  // the first of each ten fails, and is of the first row
  const auto outcomes = made->outcomes();
  EXPECT_EQ(outcomes[0].state, State::Met);
  EXPECT_EQ(outcomes[1].state, State::Met);
  EXPECT_DOUBLE_EQ(outcomes[1].value, 0.1);
}

TEST_F(Judged, the_worst_window_counts_and_can_end_the_run) {
  nest_limit& made_limit = limit(NEST_LIMIT_ERRORS, NEST_LIMIT_LESS, 0.3);
  made_limit.window = 3 * kSecond;
  made_limit.aborts = 1;
  judge();
  EXPECT_FALSE(seconds(10, 14, kMillisecond));
  EXPECT_FALSE(seconds(14, 15, kMillisecond, 10, 8)) << "8 of the 30 in the window";
  EXPECT_TRUE(seconds(15, 16, kMillisecond, 10, 8));
  EXPECT_TRUE(seconds(16, 20, kMillisecond));
  const auto outcomes = made->outcomes();
  EXPECT_EQ(outcomes[0].state, State::Broken);
  EXPECT_NEAR(outcomes[0].value, 16.0 / 30, 1e-9);
  EXPECT_EQ(outcomes[0].at, 16 * kSecond);
  EXPECT_TRUE(outcomes[0].ended_run);
}

TEST_F(Judged, a_part_shorter_than_the_window_is_judged_whole) {
  limit(NEST_LIMIT_ERRORS, NEST_LIMIT_LESS, 0.3).window = 30 * kSecond;
  judge();
  seconds(10, 20, kMillisecond, 10, 5);
  EXPECT_EQ(made->outcomes()[0].state, State::Broken);
}

TEST_F(Judged, a_plan_of_ramps_is_looked_at_whole) {
  steps = LoadSteps({{"", 0, 10, 10 * kSecond}});
  limit(NEST_LIMIT_REQUESTS, NEST_LIMIT_GREATER_EQUAL, 10);
  judge();
  seconds(0, 10, kMillisecond);
  EXPECT_EQ(made->outcomes()[0].state, State::Met);
}

TEST_F(Judged, dropped_arrivals_are_a_share_of_all_that_came) {
  limit(NEST_LIMIT_DROPPED, NEST_LIMIT_LESS, 0.01);
  limit(NEST_LIMIT_DROPPED, NEST_LIMIT_LESS_EQUAL, 0.02);
  judge();
  Statistics delta(program);
  delta.arrivals_begun = 98;
  delta.arrivals_dropped = 2;
  made->second(10 * kSecond, 11 * kSecond, delta);
  const auto outcomes = made->outcomes();
  EXPECT_EQ(outcomes[0].state, State::Broken);
  EXPECT_DOUBLE_EQ(outcomes[0].value, 0.02);
  EXPECT_EQ(outcomes[1].state, State::Met);
}

TEST_F(Judged, no_arrivals_have_shown_nothing_of_those_dropped) {
  limit(NEST_LIMIT_DROPPED, NEST_LIMIT_LESS, 0.01);
  judge();
  seconds(10, 20, kMillisecond);
  EXPECT_EQ(made->outcomes()[0].state, State::NoSamples);
}

TEST_F(Judged, a_bound_may_be_a_param) {
  nest_value chosen{};
  chosen.kind = NEST_DURATION;
  chosen.as.i = 5 * kMillisecond;
  limit(NEST_LIMIT_AVERAGE, NEST_LIMIT_LESS, 1e9).bound.global = &chosen;
  judge();
  seconds(10, 20, 6 * kMillisecond);
  EXPECT_EQ(made->outcomes()[0].state, State::Broken);
}

}  // namespace
}  // namespace nest
