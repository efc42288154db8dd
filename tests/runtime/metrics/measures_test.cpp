#include "runtime/metrics/measures.h"

#include <gtest/gtest.h>

#include "runtime/abi/nest_program.h"

namespace nest {
namespace {

MetricStatistics given(std::uint32_t kind,
                       std::initializer_list<std::pair<std::int64_t, Nanoseconds>> values) {
  MetricStatistics metric;
  for (const auto& [amount, at] : values) metric.add(kind, amount, at);
  return metric;
}

TEST(MetricStatistics, of_a_counter_add_up_and_stay_at_the_greatest_number) {
  MetricStatistics sum = given(NEST_METRIC_COUNTER, {{3, 0}, {4, 1}});
  sum.merge(given(NEST_METRIC_COUNTER, {{5, 0}}));
  EXPECT_EQ(sum.sum, 12U);
  EXPECT_EQ(sum.count, 3U);
  constexpr std::int64_t kMost = INT64_MAX;
  sum.merge(given(NEST_METRIC_COUNTER, {{kMost, 0}, {kMost, 0}, {kMost, 0}}));
  EXPECT_EQ(sum.sum, UINT64_MAX);
}

TEST(MetricStatistics, of_a_gauge_are_the_same_in_whatever_order_the_parts_come) {
  const MetricStatistics early = given(NEST_METRIC_GAUGE, {{7, 10}, {-2, 20}});
  const MetricStatistics late = given(NEST_METRIC_GAUGE, {{5, 30}});
  const MetricStatistics twin = given(NEST_METRIC_GAUGE, {{6, 30}});
  for (const auto& order : {std::array{&early, &late, &twin}, std::array{&twin, &late, &early},
                            std::array{&late, &early, &twin}}) {
    MetricStatistics all;
    for (const MetricStatistics* part : order) all.merge(*part);
    EXPECT_EQ(all.latest, 6);
    EXPECT_EQ(all.least, -2);
    EXPECT_EQ(all.greatest, 7);
    EXPECT_EQ(all.count, 4U);
  }
}

TEST(MetricStatistics, of_a_gauge_that_only_fell_below_zero_hold_no_zero) {
  MetricStatistics all;
  all.merge(given(NEST_METRIC_GAUGE, {{-5, 1}, {-3, 2}}));
  EXPECT_EQ(all.greatest, -3);
  EXPECT_EQ(all.least, -5);
}

TEST(MetricStatistics, of_a_trend_keep_every_value_and_of_a_rate_what_was_true) {
  MetricStatistics trend = given(NEST_METRIC_TREND, {{1000, 0}, {3000, 0}});
  trend.merge(given(NEST_METRIC_TREND, {{2000, 0}}));
  EXPECT_EQ(trend.values.count(), 3U);
  EXPECT_EQ(trend.values.percentile(50), 2000);
  const MetricStatistics rate = given(NEST_METRIC_RATE, {{1, 0}, {0, 0}, {1, 0}});
  EXPECT_EQ(rate.sum, 2U);
  EXPECT_EQ(rate.count, 3U);
}

TEST(MetricStatistics, that_were_cleared_count_nothing) {
  MetricStatistics gauge = given(NEST_METRIC_GAUGE, {{-5, 1}});
  gauge.clear();
  MetricStatistics all = given(NEST_METRIC_GAUGE, {{2, 1}});
  all.merge(gauge);
  EXPECT_EQ(all.least, 2);
  EXPECT_EQ(all.count, 1U);
}

TEST(TransactionStatistics, add_up) {
  TransactionStatistics one;
  one.finished = 2;
  one.failures = 1;
  one.time.record(5);
  one.causes.add("GET /: status 500");
  TransactionStatistics all;
  all.merge(one);
  all.merge(one);
  EXPECT_EQ(all.finished, 4U);
  EXPECT_EQ(all.failures, 2U);
  EXPECT_EQ(all.time.count(), 2U);
  EXPECT_EQ(all.causes.seen().at("GET /: status 500"), 2U);
  all.clear();
  EXPECT_EQ(all.finished, 0U);
  EXPECT_EQ(all.time.count(), 0U);
}

}  // namespace
}  // namespace nest
