#include "runtime/metrics/histogram.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

namespace nest {
namespace {

constexpr Nanoseconds kHour = 3600 * kSecond;

// Nearest rank on the sorted values: what percentile() is an approximation of.
Nanoseconds reference(std::vector<Nanoseconds> values, double percent) {
  std::sort(values.begin(), values.end());
  const double n = static_cast<double>(values.size());
  const double place = std::max(1.0, std::ceil(percent * n / 100 - 1e-6));
  return values[static_cast<std::size_t>(place) - 1];
}

void expect_close_to_reference(const Histogram& histogram, const std::vector<Nanoseconds>& values) {
  for (const double percent :
       {0.0, 1.0, 25.0, 50.0, 66.0, 75.0, 80.0, 90.0, 95.0, 98.0, 99.0, 99.9, 99.99, 100.0}) {
    const Nanoseconds truth = reference(values, percent);
    const Nanoseconds measured = histogram.percentile(percent);
    EXPECT_GE(measured, truth) << percent;
    EXPECT_LE(static_cast<double>(measured), static_cast<double>(truth) * 1.001) << percent;
  }
}

std::vector<Nanoseconds> log_uniform(std::size_t count, std::uint64_t seed) {
  std::mt19937_64 generator(seed);
  std::uniform_real_distribution<double> exponent(std::log(1e3), std::log(static_cast<double>(kHour)));
  std::vector<Nanoseconds> values(count);
  for (Nanoseconds& value : values) value = static_cast<Nanoseconds>(std::exp(exponent(generator)));
  return values;
}

Histogram of(const std::vector<Nanoseconds>& values) {
  Histogram histogram;
  for (const Nanoseconds value : values) histogram.record(value);
  return histogram;
}

TEST(Histogram, has_percentiles_within_a_thousandth_from_a_microsecond_to_an_hour) {
  for (const std::size_t count : {1U, 2U, 3U, 10U, 99U, 100U, 1000U, 1001U, 50'000U}) {
    const std::vector<Nanoseconds> values = log_uniform(count, count);
    expect_close_to_reference(of(values), values);
  }
}

TEST(Histogram, has_percentiles_within_a_thousandth_for_a_narrow_and_for_a_two_peaked_load) {
  std::mt19937_64 generator(7);
  std::lognormal_distribution<double> fast(std::log(2e5), 0.2);
  std::vector<Nanoseconds> values;
  for (int i = 0; i < 20'000; ++i) values.push_back(static_cast<Nanoseconds>(fast(generator)));
  expect_close_to_reference(of(values), values);
  for (int i = 0; i < 2'000; ++i) values.push_back(kSecond + i * 1234);
  expect_close_to_reference(of(values), values);
}

TEST(Histogram, keeps_count_sum_smallest_and_largest_exactly) {
  const std::vector<Nanoseconds> values = log_uniform(10'000, 3);
  const Histogram histogram = of(values);
  NanosecondSum sum = 0;
  for (const Nanoseconds value : values) sum += static_cast<NanosecondSum>(value);
  EXPECT_EQ(histogram.count(), values.size());
  EXPECT_TRUE(histogram.sum() == sum);
  EXPECT_EQ(histogram.min(), *std::min_element(values.begin(), values.end()));
  EXPECT_EQ(histogram.max(), *std::max_element(values.begin(), values.end()));
  EXPECT_DOUBLE_EQ(histogram.average(), static_cast<double>(sum) / static_cast<double>(values.size()));
}

TEST(Histogram, sums_more_than_64_bits_hold) {
  Histogram histogram = of({Histogram::kLongest});
  for (int doubling = 0; doubling < 24; ++doubling) histogram.merge(Histogram(histogram));
  EXPECT_EQ(histogram.count(), 1U << 24);
  EXPECT_DOUBLE_EQ(histogram.average(), static_cast<double>(Histogram::kLongest));
}

TEST(Histogram, merges_to_what_one_histogram_of_all_values_is) {
  const std::vector<Nanoseconds> left = log_uniform(5'000, 11);
  const std::vector<Nanoseconds> right = log_uniform(300, 12);
  std::vector<Nanoseconds> both = left;
  both.insert(both.end(), right.begin(), right.end());
  Histogram merged = of(left);
  merged.merge(of(right));
  EXPECT_TRUE(merged == of(both));
  Histogram other_order = of(right);
  other_order.merge(of(left));
  EXPECT_TRUE(merged == other_order);
  EXPECT_FALSE(merged == of(left));
}

TEST(Histogram, merging_nothing_changes_nothing) {
  Histogram histogram = of({5 * kMillisecond});
  histogram.merge(Histogram());
  EXPECT_TRUE(histogram == of({5 * kMillisecond}));
  Histogram empty;
  empty.merge(histogram);
  EXPECT_EQ(empty.min(), 5 * kMillisecond);
}

TEST(Histogram, is_all_zeros_when_empty) {
  const Histogram histogram;
  EXPECT_EQ(histogram.count(), 0U);
  EXPECT_EQ(histogram.min(), 0);
  EXPECT_EQ(histogram.max(), 0);
  EXPECT_EQ(histogram.percentile(99), 0);
  EXPECT_EQ(histogram.average(), 0.0);
  EXPECT_EQ(histogram.bucket_count(17), 0U);
}

TEST(Histogram, counts_anew_after_clear) {
  Histogram histogram = of(log_uniform(1'000, 5));
  histogram.clear();
  EXPECT_TRUE(histogram == Histogram());
  histogram.record(7);
  EXPECT_TRUE(histogram == of({7}));
}

TEST(Histogram, is_empty_after_it_was_moved_from_and_usable) {
  Histogram histogram = of({1, 2, 3});
  const Histogram moved = std::move(histogram);
  EXPECT_EQ(moved.count(), 3U);
  EXPECT_TRUE(histogram == Histogram());  // NOLINT(bugprone-use-after-move): that is the point
  histogram.record(9);
  EXPECT_EQ(histogram.max(), 9);
}

TEST(Histogram, counts_a_value_beyond_its_range_in_the_last_bucket_and_keeps_it_as_largest) {
  const Nanoseconds day = 24 * kHour;
  const Histogram histogram = of({1, day});
  EXPECT_EQ(histogram.bucket_count(Histogram::kBuckets - 1), 1U);
  EXPECT_EQ(histogram.max(), day);
  EXPECT_EQ(histogram.percentile(100), day);
  EXPECT_EQ(of({-5}).max(), 0);
  EXPECT_EQ(of({INT64_MIN, INT64_MAX}).count(), 2U);
}

TEST(Histogram, has_buckets_without_gaps_or_overlaps_and_never_wider_than_a_thousandth) {
  Nanoseconds next = 0;
  for (std::size_t bucket = 0; bucket < Histogram::kBuckets; ++bucket) {
    const Nanoseconds low = Histogram::lowest_in(bucket);
    const Nanoseconds high = Histogram::highest_in(bucket);
    ASSERT_EQ(low, next);
    ASSERT_EQ(Histogram::bucket_of(low), bucket);
    ASSERT_EQ(Histogram::bucket_of(high), bucket);
    ASSERT_LE((high - low) * 1000, low);
    next = high + 1;
  }
  EXPECT_EQ(next, Histogram::kLongest + 1);
  EXPECT_GT(Histogram::kLongest, kHour);
}

TEST(Histogram, takes_the_named_place_and_not_the_next_when_the_rank_is_whole) {
  Histogram histogram;
  for (Nanoseconds value = 1; value <= 1000; ++value) histogram.record(value);
  EXPECT_EQ(histogram.percentile(99.9), 999);
  EXPECT_EQ(histogram.percentile(50), 500);
  EXPECT_EQ(histogram.percentile(0), 1);
  EXPECT_EQ(histogram.percentile(-1), 1);
  EXPECT_EQ(histogram.percentile(250), 1000);
}

}  // namespace
}  // namespace nest
