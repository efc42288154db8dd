#include "runtime/calibrate/truth.h"

#include <gtest/gtest.h>

#include <random>

#include "runtime/metrics/histogram.h"

namespace nest::calibrate {
namespace {

TEST(Truth, of_nothing_is_nothing) {
  EXPECT_EQ(Truth().count(), 0U);
  EXPECT_EQ(Truth().percentile(50), 0);
}

TEST(Truth, of_one_time_is_that_time) {
  Truth truth;
  truth.add(7);
  for (const double percent : {-1.0, 0.0, 50.0, 99.9, 100.0, 1000.0}) EXPECT_EQ(truth.percentile(percent), 7);
}

TEST(Truth, takes_the_nearest_rank_whatever_the_order_they_came_in) {
  Truth truth;
  for (const Nanoseconds time : {50, 10, 40, 20, 30}) truth.add(time);
  EXPECT_EQ(truth.percentile(0), 10);
  EXPECT_EQ(truth.percentile(20), 10) << "the first of five is 20 %";
  EXPECT_EQ(truth.percentile(20.001), 20);
  EXPECT_EQ(truth.percentile(50), 30);
  EXPECT_EQ(truth.percentile(80), 40);
  EXPECT_EQ(truth.percentile(99.9), 50);
  truth.add(5);
  EXPECT_EQ(truth.percentile(0), 5) << "also after it was asked";
  truth.clear();
  EXPECT_EQ(truth.percentile(50), 0);
}

// ceil(0.999 * 1000) is 999, though 0.999 * 1000 may be a little more than that.
TEST(Truth, does_not_round_its_rank) {
  Truth truth;
  for (Nanoseconds time = 1; time <= 1000; ++time) truth.add(time);
  EXPECT_EQ(truth.percentile(99.9), 999);
  EXPECT_EQ(truth.percentile(99), 990);
  EXPECT_EQ(truth.percentile(95), 950);
  EXPECT_EQ(truth.percentile(99.901), 1000);
}

TEST(Truth, agrees_with_a_histogram_of_the_same_times_to_a_bucket) {
  std::mt19937_64 chance(5);  // NOLINT(bugprone-random-generator-seed): the same times in every run
  std::uniform_int_distribution<Nanoseconds> times(1, 3 * kSecond);
  Truth truth;
  Histogram histogram;
  for (int i = 0; i < 4321; ++i) {
    const Nanoseconds time = times(chance);
    truth.add(time);
    histogram.record(time);
  }
  for (const double percent : {0.0, 1.0, 50.0, 75.0, 90.0, 95.0, 99.0, 99.9, 100.0}) {
    EXPECT_EQ(Histogram::bucket_of(truth.percentile(percent)),
              Histogram::bucket_of(histogram.percentile(percent)))
        << percent;
  }
}

}  // namespace
}  // namespace nest::calibrate
