#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>

#include "tests/runtime/library/called.h"

namespace nest::library {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

class LibraryValues : public testing::Test {
 protected:
  Caller caller;
};

TEST_F(LibraryValues, absolute_values_keep_their_type) {
  EXPECT_EQ(caller.call("abs", {of(-3)}), "3");
  EXPECT_EQ(caller.call("abs", {of(-1.5)}, 1), "1.500000");
  EXPECT_EQ(caller.call("abs", {duration(-5)}, 2), "5");
  EXPECT_EQ(caller.call("abs", {of(std::numeric_limits<std::int64_t>::min())}),
            "! the absolute value of -9223372036854775808 does not fit 64 bits");
}

TEST_F(LibraryValues, the_smaller_and_the_larger) {
  EXPECT_EQ(caller.call("min", {of(2), of(-2)}), "-2");
  EXPECT_EQ(caller.call("max", {of(2), of(-2)}), "2");
  EXPECT_EQ(caller.call("min", {of(kNan), of(1.0)}, 1), "1.000000");
  EXPECT_EQ(caller.call("max", {of(1.0), of(kNan)}, 1), "1.000000");
  EXPECT_EQ(caller.call("max", {duration(1), duration(2)}, 2), "2");
}

TEST_F(LibraryValues, fractions_become_whole) {
  EXPECT_EQ(caller.call("floor", {of(-1.5)}), "-2");
  EXPECT_EQ(caller.call("ceil", {of(-1.5)}), "-1");
  EXPECT_EQ(caller.call("round", {of(2.5)}), "3");
  EXPECT_EQ(caller.call("round", {of(-2.5)}), "-3");
  EXPECT_EQ(caller.call("floor", {of(-0x1p63)}), "-9223372036854775808");
}

TEST_F(LibraryValues, what_no_int_can_hold_fails) {
  EXPECT_EQ(caller.call("round", {of(kNan)}), "! no int can hold nan");
  EXPECT_EQ(caller.call("floor", {of(std::numeric_limits<double>::infinity())}), "! no int can hold inf");
  EXPECT_EQ(caller.call("ceil", {of(0x1p63)}), "! no int can hold 9.223372036854776e+18");
}

TEST_F(LibraryValues, lists_are_compared_by_their_elements) {
  EXPECT_EQ(caller.call("contains", {of({of("a"), of("b")}), of("b")}), "true");
  EXPECT_EQ(caller.call("contains", {of({of("a"), of("b")}), of("")}), "false");
  EXPECT_EQ(caller.call("contains", {of({of(1.5)}), of(1.5)}), "true");
  EXPECT_EQ(caller.call("contains", {of(std::vector<nest_value>{}), of(1)}), "false");
  EXPECT_EQ(caller.call("==", {of({of(1), of(2)}), of({of(1), of(2)})}), "true");
  EXPECT_EQ(caller.call("==", {of({of(1), of(2)}), of({of(1)})}), "false");
  EXPECT_EQ(caller.call("==", {of({of(true)}), of({of(false)})}), "false");
  EXPECT_EQ(caller.call("+", {of({of(1)}), of({of(2), of(3)})}), "[1|2|3]");
}

TEST_F(LibraryValues, choice_is_missing_where_there_is_none) {
  caller.bits = 4;
  EXPECT_EQ(caller.call("choice", {of({of("a"), of("b"), of("c")})}), "b");
  EXPECT_EQ(caller.call("choice", {of(std::vector<nest_value>{})}),
            "! missing: `choice` was given an empty list");
}

TEST_F(LibraryValues, shuffle_gives_every_order) {
  std::set<std::string> orders;
  for (std::uint64_t bits = 0; bits < 36; ++bits) {
    caller.bits = bits;
    orders.insert(caller.call("shuffle", {of({of(1), of(2), of(3)})}));
  }
  EXPECT_EQ(caller.call("shuffle", {of(std::vector<nest_value>{})}), "[]");
  EXPECT_GE(orders.size(), 3U);
  for (const std::string& order : orders) EXPECT_EQ(order.size(), std::string("[1|2|3]").size());
}

TEST_F(LibraryValues, a_uuid_says_which_version_it_is) {
  caller.bits = ~std::uint64_t{0};  // the second half is 0
  EXPECT_EQ(caller.call("uuid", {}), "ffffffff-ffff-4fff-8000-000000000000");
}

TEST_F(LibraryValues, times_are_written_in_utc) {
  const std::string now = caller.call("now", {});
  EXPECT_EQ(now, "1700000000123456789");
  const auto format = [&](std::int64_t time, const char* text) {
    return caller.call("format_time", {duration(time), of(text)});
  };
  EXPECT_EQ(format(std::stoll(now), "%Y-%m-%dT%H:%M:%S.%LZ"), "2023-11-14T22:13:20.123Z");
  EXPECT_EQ(format(std::stoll(now), "%f %s %y %j %I %p %%"), "123456 1700000000 23 318 10 PM %");
  EXPECT_EQ(format(0, "%a %A %b %B"), "Thu Thursday Jan January");
  EXPECT_EQ(format(-1, "%Y-%m-%d %H:%M:%S.%f"), "1969-12-31 23:59:59.999999");
  EXPECT_EQ(format(std::numeric_limits<std::int64_t>::min(), "%Y"), "1677");
  EXPECT_EQ(format(std::numeric_limits<std::int64_t>::max(), "%Y"), "2262");
  EXPECT_EQ(format(0, ""), "");
}

TEST_F(LibraryValues, a_format_with_mistakes_fails) {
  EXPECT_EQ(caller.call("format_time", {duration(1700000000000000000), of("%F %T")}), "2023-11-14 22:13:20");
  EXPECT_EQ(caller.call("format_time", {duration(0), of("50%")}),
            "! the format ends with a single `%`; `%%` writes one");
  EXPECT_TRUE(caller.call("format_time", {duration(0), of("%Q")}).starts_with("! `%Q` is no part of a time"));
}

}  // namespace
}  // namespace nest::library
