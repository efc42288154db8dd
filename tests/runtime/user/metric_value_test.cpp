#include "runtime/user/metric_value.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

namespace nest {
namespace {

class MetricValue : public testing::Test {
 protected:
  static nest_value whole(std::int64_t number) {
    nest_value value{};
    value.as.i = number;
    return value;
  }
  static nest_value real(double number) {
    nest_value value{};
    value.kind = NEST_FLOAT;
    value.as.f = number;
    return value;
  }
  static nest_value time(std::int64_t number) {
    nest_value value = whole(number);
    value.kind = NEST_DURATION;
    return value;
  }
  std::string of(std::uint32_t kind, std::uint32_t element, const nest_value& value) {
    nest_metric metric{};
    metric.kind = kind;
    metric.element = element;
    metric.name = {"basket", 6};
    const auto amount = metric_value(metric, value, arena_);
    return amount ? std::to_string(*amount) : std::string(amount.error().message);
  }

 private:
  ChunkPool pool_;
  Arena arena_{pool_};
};

TEST_F(MetricValue, is_in_thousandths_for_numbers_and_nanoseconds_for_durations) {
  EXPECT_EQ(of(NEST_METRIC_TREND, NEST_FLOAT, whole(3)), "3000");
  EXPECT_EQ(of(NEST_METRIC_TREND, NEST_FLOAT, real(0.0015)), "2");
  EXPECT_EQ(of(NEST_METRIC_GAUGE, NEST_FLOAT, real(-2.25)), "-2250");
  EXPECT_EQ(of(NEST_METRIC_TREND, NEST_DURATION, time(5)), "5");
  EXPECT_EQ(of(NEST_METRIC_COUNTER, NEST_INT, whole(3)), "3");
  EXPECT_EQ(of(NEST_METRIC_RATE, NEST_BOOL, whole(1)), "1");
}

TEST_F(MetricValue, is_nothing_below_zero_in_counters_and_trends) {
  EXPECT_EQ(of(NEST_METRIC_COUNTER, NEST_INT, whole(-3)),
            "counter `basket` takes nothing below 0, and was given -3");
  EXPECT_EQ(of(NEST_METRIC_TREND, NEST_DURATION, time(-std::int64_t{1'000'000'000})),
            "trend `basket` takes nothing below 0, and was given -1s");
  EXPECT_EQ(of(NEST_METRIC_GAUGE, NEST_DURATION, time(-std::int64_t{1'000'000'000})), "-1000000000");
}

TEST_F(MetricValue, is_no_number_that_does_not_fit) {
  EXPECT_EQ(of(NEST_METRIC_GAUGE, NEST_FLOAT, whole(std::numeric_limits<std::int64_t>::min())),
            "gauge `basket` cannot hold -9223372036854775808");
  EXPECT_EQ(of(NEST_METRIC_TREND, NEST_FLOAT, real(1e16)), "trend `basket` cannot hold 1e+16");
  EXPECT_EQ(of(NEST_METRIC_TREND, NEST_FLOAT, real(std::nan(""))), "trend `basket` cannot hold nan");
  EXPECT_EQ(of(NEST_METRIC_GAUGE, NEST_FLOAT, real(9.2e15)), "9200000000000000000");
}

}  // namespace
}  // namespace nest
