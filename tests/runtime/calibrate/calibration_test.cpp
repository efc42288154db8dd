#include "runtime/calibrate/calibration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "runtime/calibrate/delays.h"

namespace nest::calibrate {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(DelayOf, is_the_same_mix_in_every_hundred) {
  std::map<Nanoseconds, int> counts;
  for (std::uint64_t answer = 700; answer < 800; ++answer) ++counts[delay_of(answer)];
  EXPECT_EQ(counts,
            (std::map<Nanoseconds, int>{{kMillisecond, 60}, {5 * kMillisecond, 32}, {kLongestDelay, 8}}));
  EXPECT_EQ(delay_of(3), delay_of(103));
}

TEST(DelayOf, spreads_the_long_ones) {
  std::uint64_t last = 0;
  for (std::uint64_t answer = 1; answer < 400; ++answer) {
    if (delay_of(answer) != kLongestDelay) continue;
    EXPECT_LE(answer - last, 30U);
    last = answer;
  }
}

TEST(PercentileError, may_be_fifty_microseconds_and_half_a_percent) {
  EXPECT_EQ((PercentileError{50, kMillisecond, 0}.allowed()), 55'000);
  EXPECT_TRUE((PercentileError{50, kMillisecond, 1'055'000}.is_met()));
  EXPECT_FALSE((PercentileError{50, kMillisecond, 1'055'001}.is_met()));
  EXPECT_TRUE((PercentileError{50, kMillisecond, 945'000}.is_met()));
  EXPECT_FALSE((PercentileError{50, kMillisecond, 944'999}.is_met())) << "too short is wrong, too";
}

TEST(Compare, holds_each_percentile_against_the_truth) {
  Truth truth;
  Histogram measured;
  for (std::uint64_t i = 0; i < 1000; ++i) {
    truth.add(delay_of(i));
    measured.record(delay_of(i) + 20 * kMicrosecond);
  }
  const std::vector<PercentileError> errors = compare(truth, measured);
  ASSERT_EQ(errors.size(), kPercents.size());
  const std::vector<Nanoseconds> expected = {1, 5, 5, 20, 20, 20};
  for (std::size_t i = 0; i < errors.size(); ++i) {
    EXPECT_EQ(errors[i].percent, kPercents[i]);
    EXPECT_EQ(errors[i].truth, expected[i] * kMillisecond) << errors[i].percent;
    // The histogram's bucket is less than 0.1 % wide.
    EXPECT_NEAR(static_cast<double>(errors[i].error()), 20'000, static_cast<double>(errors[i].truth) / 1000);
    EXPECT_TRUE(errors[i].is_met());
  }
}

TEST(CountOver, counts_what_is_longer_by_its_bucket) {
  Histogram times;
  for (const Nanoseconds time : {100, 700, 800, 900, 1'000'000'000}) times.record(time);
  EXPECT_EQ(count_over(times, 750), 3U);
  EXPECT_EQ(count_over(times, 800), 2U);
  EXPECT_EQ(count_over(times, 2'000'000'000), 0U);
  EXPECT_EQ(count_over(Histogram(), 0), 0U);
}

constexpr Nanoseconds kStall = 1500 * kMillisecond;

// As paced users see it: one request with the server, one that was meant to be sent meanwhile.
StallOutcome seen(std::uint64_t users, std::uint64_t in_flight, std::uint64_t late) {
  Histogram service;
  Histogram response;
  const auto add = [&](Nanoseconds by_service, Nanoseconds by_response, std::uint64_t times) {
    for (std::uint64_t i = 0; i < times; ++i) {
      service.record(by_service);
      response.record(by_response);
    }
  };
  add(5 * kMillisecond, 5 * kMillisecond, 1000);
  add(kStall - kMillisecond, kStall - kMillisecond, in_flight);
  add(5 * kMillisecond, kStall - 45 * kMillisecond, late);
  return judge_stall(kStall, users, service, response);
}

TEST(StallOutcome, is_visible_when_response_times_show_two_requests_of_each_user) {
  const StallOutcome outcome = seen(50, 50, 50);
  EXPECT_EQ(outcome.long_services, 50U);
  EXPECT_EQ(outcome.long_responses, 100U);
  EXPECT_TRUE(outcome.is_visible());
  EXPECT_TRUE(seen(50, 50, 40).is_visible()) << "a few may be missing";
}

TEST(StallOutcome, is_hidden_when_response_times_say_what_service_times_do) {
  EXPECT_FALSE(seen(50, 50, 0).is_visible()) << "counted from the send";
  EXPECT_FALSE(seen(50, 0, 0).is_visible());
  EXPECT_FALSE(seen(0, 0, 0).is_visible());
  EXPECT_FALSE(judge_stall(kStall, 1, Histogram(), Histogram()).is_visible());
}

OpenStallOutcome open_seen(std::uint64_t long_responses, std::uint64_t long_truths = 770) {
  return {kStall, 1000, 2050, 0, long_truths, long_responses, kStall - kMillisecond};
}

TEST(OpenStallOutcome, is_visible_when_as_many_were_held_up_as_the_server_knows_of) {
  EXPECT_EQ(open_seen(0).expected(), 750);
  EXPECT_TRUE(open_seen(770).is_visible());
  EXPECT_TRUE(open_seen(735).is_visible());
  EXPECT_FALSE(open_seen(700).is_visible()) << "some were left out";
  EXPECT_FALSE(open_seen(820).is_visible()) << "more than the server knows of";
  EXPECT_FALSE(open_seen(500, 500).is_visible()) << "some were never sent";
  EXPECT_FALSE(open_seen(0, 0).is_visible());
}

TEST(OpenStallOutcome, is_hidden_when_arrivals_are_dropped_or_times_too_short) {
  OpenStallOutcome outcome = open_seen(750);
  outcome.dropped = 1;
  EXPECT_FALSE(outcome.is_visible());
  outcome = open_seen(750);
  outcome.longest_response = kStall / 2;
  EXPECT_FALSE(outcome.is_visible());
  EXPECT_FALSE(OpenStallOutcome().is_visible());
}

Calibration passed() {
  Calibration calibration;
  calibration.users = 50;
  calibration.answered = calibration.counted = 1000;
  calibration.errors = {{50, kMillisecond, kMillisecond + 9000}};
  calibration.stall = seen(50, 50, 50);
  calibration.open_stall = open_seen(750);
  return calibration;
}

TEST(Calibration, passes_only_with_the_same_requests_small_errors_and_the_stall) {
  EXPECT_TRUE(passed().passed());
  Calibration calibration = passed();
  calibration.counted = 999;
  EXPECT_FALSE(calibration.passed());
  calibration = passed();
  calibration.failures = 1;
  EXPECT_FALSE(calibration.passed());
  calibration = passed();
  calibration.errors.push_back({99, kMillisecond, 2 * kMillisecond});
  EXPECT_FALSE(calibration.passed());
  calibration = passed();
  calibration.errors.clear();
  EXPECT_FALSE(calibration.passed()) << "nothing was compared";
  calibration = passed();
  calibration.stall = seen(50, 50, 0);
  EXPECT_FALSE(calibration.passed());
  calibration = passed();
  calibration.open_stall = open_seen(50);
  EXPECT_FALSE(calibration.passed());
}

TEST(Calibration, passes_by_its_service_times_where_no_stall_was_asked_for) {
  Calibration calibration = passed();
  calibration.stall.reset();
  calibration.open_stall.reset();
  EXPECT_TRUE(calibration.passed());
  EXPECT_THAT(calibration_text(calibration), HasSubstr("no stall was looked at"));
  EXPECT_THAT(calibration_text(calibration), Not(HasSubstr("Stall of")));
  EXPECT_THAT(calibration_json(calibration, {}), Not(HasSubstr("stall")));
  calibration.errors.push_back({99, kMillisecond, 2 * kMillisecond});
  EXPECT_FALSE(calibration.passed());
}

TEST(CalibrationText, says_what_is_off) {
  EXPECT_THAT(calibration_text(passed()), HasSubstr("\nCalibrated: "));
  Calibration calibration = passed();
  calibration.errors.push_back({99, kMillisecond, kMillisecond - 100 * kMicrosecond});
  calibration.counted = 7;
  calibration.knows_arrivals = false;
  calibration.stall = seen(50, 50, 0);
  const std::string text = calibration_text(calibration);
  EXPECT_THAT(text, HasSubstr("-100 µs"));
  EXPECT_THAT(text, HasSubstr("<- too much"));
  EXPECT_THAT(text, HasSubstr("nest has counted 7"));
  EXPECT_THAT(text, HasSubstr("did not tell when requests came"));
  EXPECT_THAT(text, HasSubstr("NOT visible"));
  EXPECT_THAT(text, HasSubstr("NOT calibrated"));
}

}  // namespace
}  // namespace nest::calibrate
