#include "runtime/values/number_text.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace nest {
namespace {

std::string text_of_duration(Nanoseconds value) { return std::string(NumberText::of_duration(value).view()); }
std::string text_of_float(double value) { return std::string(NumberText::of_float(value).view()); }

TEST(NumberText, writes_ints) {
  EXPECT_EQ(NumberText::of_int(0).view(), "0");
  EXPECT_EQ(NumberText::of_int(INT64_MIN).view(), "-9223372036854775808");
  EXPECT_EQ(NumberText::of_int(INT64_MAX).view(), "9223372036854775807");
}

TEST(NumberText, writes_floats_as_short_as_they_read_back) {
  EXPECT_EQ(text_of_float(0.1), "0.1");
  EXPECT_EQ(text_of_float(5), "5");
  EXPECT_EQ(text_of_float(1e20), "1e+20");
  EXPECT_EQ(text_of_float(-0.0), "-0");
  EXPECT_EQ(text_of_float(std::numeric_limits<double>::infinity()), "inf");
  EXPECT_EQ(text_of_float(-std::numeric_limits<double>::min()), "-2.2250738585072014e-308");
}

TEST(NumberText, reads_back_any_float) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 20'000; ++i) {
    const std::uint64_t bits = random();
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    if (!std::isfinite(value)) continue;
    ASSERT_EQ(parse_float(NumberText::of_float(value).view()), value);
    ASSERT_TRUE(is_json_number(NumberText::of_float(value).view())) << value;
  }
}

TEST(NumberText, writes_durations_exactly_in_the_unit_that_suits) {
  EXPECT_EQ(text_of_duration(0), "0s");
  EXPECT_EQ(text_of_duration(1'500'000'000), "1.5s");
  EXPECT_EQ(text_of_duration(90 * kSecond), "90s");
  EXPECT_EQ(text_of_duration(1'000'000'001), "1.000000001s");
  EXPECT_EQ(text_of_duration(20 * kMillisecond), "20ms");
  EXPECT_EQ(text_of_duration(1'050'000), "1.05ms");
  EXPECT_EQ(text_of_duration(999), "0.999us");
  EXPECT_EQ(text_of_duration(1), "0.001us");
  EXPECT_EQ(text_of_duration(-250 * kMillisecond), "-250ms");
  EXPECT_EQ(text_of_duration(INT64_MIN), "-9223372036.854775808s");
}

TEST(ParseInt, takes_whole_texts_only) {
  EXPECT_EQ(parse_int(" 42\n"), 42);
  EXPECT_EQ(parse_int("-7"), -7);
  EXPECT_EQ(parse_int("007"), 7);
  EXPECT_EQ(parse_int("-9223372036854775808"), INT64_MIN);
  for (const char* text : {"", " ", "-", "4 2", "42x", "4.0", "0x10", "+1", "1e3", "--1"}) {
    EXPECT_EQ(parse_int(text), std::unexpected(NumberError::NotANumber)) << text;
  }
  EXPECT_EQ(parse_int("9223372036854775808"), std::unexpected(NumberError::OutOfRange));
}

TEST(ParseFloat, takes_finite_decimal_numbers) {
  EXPECT_EQ(parse_float(" 2.5 "), 2.5);
  EXPECT_EQ(parse_float("-1e3"), -1000);
  EXPECT_EQ(parse_float(".5"), 0.5);
  for (const char* text : {"", "x", "nan", "inf", "-infinity", "1.5.", "1,5", "0x1p3", "1e"}) {
    EXPECT_EQ(parse_float(text), std::unexpected(NumberError::NotANumber)) << text;
  }
  EXPECT_EQ(parse_float("1e999"), std::unexpected(NumberError::OutOfRange));
}

TEST(ParseFloat, gives_zero_for_what_is_too_close_to_it) {
  const std::string zeros(400, '0');
  const std::vector<std::string> tiny = {"1e-400",
                                         "-1.5e-400",
                                         "0." + zeros + "1",
                                         "1" + zeros + "e-1000",
                                         "1e-99999999999999999999",
                                         "0." + zeros + "1e+10"};
  for (const std::string& text : tiny) EXPECT_EQ(parse_float(text), 0.0) << text;
  const std::vector<std::string> huge = {"-1e400", "1" + zeros, "0." + zeros + "1e1000", "1" + zeros + "e-10",
                                         "1e99999999999999999999"};
  for (const std::string& text : huge) {
    EXPECT_EQ(parse_float(text), std::unexpected(NumberError::OutOfRange)) << text;
  }
}

TEST(JsonNumber, follows_the_grammar) {
  for (const char* text : {"0", "-0", "10", "1.5", "0.05", "1e3", "1E+3", "1.5e-07", "-12.25"}) {
    EXPECT_TRUE(is_json_number(text)) << text;
  }
  for (const char* text :
       {"", "-", "01", "-01", "+1", ".5", "1.", "1.e3", "1e", "1e+", " 1", "1 ", "0x1", "NaN"}) {
    EXPECT_FALSE(is_json_number(text)) << text;
  }
}

TEST(JsonNumber, is_an_int_when_its_value_is_whole) {
  EXPECT_EQ(parse_json_int("5"), 5);
  EXPECT_EQ(parse_json_int("5.0"), 5);
  EXPECT_EQ(parse_json_int("-1.5e1"), -15);
  EXPECT_EQ(parse_json_int("-0.0"), 0);
  EXPECT_EQ(parse_json_int("9007199254740993"), 9007199254740993);
  EXPECT_EQ(parse_json_int("5.5"), std::unexpected(NumberError::NotANumber));
  EXPECT_EQ(parse_json_int("05"), std::unexpected(NumberError::NotANumber));
  EXPECT_EQ(parse_json_int("9007199254740993.0"), std::unexpected(NumberError::OutOfRange));
  EXPECT_EQ(parse_json_int("1e400"), std::unexpected(NumberError::OutOfRange));
  EXPECT_EQ(parse_json_int("9223372036854775808"), std::unexpected(NumberError::OutOfRange));
}

}  // namespace
}  // namespace nest
