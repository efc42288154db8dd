#include "compiler/syntax/literals.h"

#include <gtest/gtest.h>

namespace nest::syntax {
namespace {

TEST(Literals, ints_end_at_the_largest_int64) {
  EXPECT_EQ(int_value("0"), 0);
  EXPECT_EQ(int_value("007"), 7);
  EXPECT_EQ(int_value("9223372036854775807"), 9223372036854775807);
  EXPECT_EQ(int_value("9223372036854775808"), std::nullopt);
  EXPECT_EQ(int_value("99999999999999999999999999"), std::nullopt);
}

TEST(Literals, floats_are_the_nearest_double) {
  EXPECT_EQ(float_value("0.1"), 0.1);
  EXPECT_EQ(float_value("1e308"), 1e308);
  EXPECT_EQ(float_value("1e309"), std::nullopt);
  EXPECT_EQ(float_value("1e-400"), 0.0);
  EXPECT_EQ(float_value("0." + std::string(400, '0') + "1"), 0.0);
}

TEST(Literals, durations_are_exact_in_their_digits) {
  EXPECT_EQ(duration_value("0.1s"), 100'000'000);
  EXPECT_EQ(duration_value("1.5m"), 90'000'000'000);
  EXPECT_EQ(duration_value("500ms"), 500'000'000);
  EXPECT_EQ(duration_value("3us"), 3'000);
  EXPECT_EQ(duration_value("7ns"), 7);
  EXPECT_EQ(duration_value("0.9ns"), 0) << "what is below a nanosecond is cut off";
  EXPECT_EQ(duration_value("0.999999999s"), 999'999'999);
  EXPECT_EQ(duration_value("1.0000000000000000000000000000001s"), 1'000'000'000);
}

TEST(Literals, durations_end_at_292_years) {
  EXPECT_EQ(duration_value("2562047h"), 2562047LL * 3'600'000'000'000);
  EXPECT_EQ(duration_value("2562048h"), std::nullopt);
  EXPECT_EQ(duration_value("9223372036.854775807s"), 9223372036854775807);
  EXPECT_EQ(duration_value("9223372036.854775808s"), std::nullopt);
  EXPECT_EQ(duration_value("99999999999999999999s"), std::nullopt);
}

TEST(Literals, escapes_give_utf8) {
  EXPECT_EQ(escape_value("\\n"), "\n");
  EXPECT_EQ(escape_value("\\{"), "{");
  EXPECT_EQ(escape_value("\\u{41}"), "A");
  EXPECT_EQ(escape_value("\\u{0}"), std::string(1, '\0'));
  EXPECT_EQ(escape_value("\\u{DF}"), "ß");
  EXPECT_EQ(escape_value("\\u{20AC}"), "€");
  EXPECT_EQ(escape_value("\\u{1F600}"), "😀");
  EXPECT_EQ(escape_value("\\u{0000000041}"), "A");
}

TEST(Literals, escapes_refuse_what_is_no_character) {
  EXPECT_EQ(escape_value("\\u{D800}"), std::nullopt);
  EXPECT_EQ(escape_value("\\u{DFFF}"), std::nullopt);
  EXPECT_EQ(escape_value("\\u{110000}"), std::nullopt);
  EXPECT_EQ(escape_value("\\u{FFFFFFFFFFFF}"), std::nullopt);
}

}  // namespace
}  // namespace nest::syntax
