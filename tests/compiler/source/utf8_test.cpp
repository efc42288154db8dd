#include "compiler/source/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace nest {
namespace {

TEST(Utf8, accepts_every_length_of_sequence) {
  EXPECT_EQ(find_invalid_utf8("a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80z"), std::nullopt);
  EXPECT_EQ(find_invalid_utf8(""), std::nullopt);
}

TEST(Utf8, finds_the_first_byte_that_does_not_belong) {
  EXPECT_EQ(find_invalid_utf8("ab\xFFz"), 2U);
  EXPECT_EQ(find_invalid_utf8("\x80"), 0U);
  EXPECT_EQ(find_invalid_utf8("abc\xE2\x82"), 3U);             // cut off by the end
  EXPECT_EQ(find_invalid_utf8("\xC0\xAF"), 0U);                // overlong '/'
  EXPECT_EQ(find_invalid_utf8("x\xED\xA0\x80"), 1U);           // a surrogate
  EXPECT_EQ(find_invalid_utf8("x\xF4\x90\x80\x80"), 1U);       // past U+10FFFF
  EXPECT_EQ(find_invalid_utf8(std::string("\xE2(\xA1")), 0U);  // a lead byte without its rest
}

TEST(Utf8, decodes_a_code_point_and_its_length) {
  const CodePoint euro = decode_utf8("a\xE2\x82\xAC", 1);
  EXPECT_TRUE(euro.valid);
  EXPECT_EQ(euro.value, U'\u20AC');
  EXPECT_EQ(euro.bytes, 3U);
}

TEST(Utf8, steps_over_a_bad_byte_one_at_a_time) {
  const CodePoint bad = decode_utf8(
      "\xFF"
      "abc",
      0);
  EXPECT_FALSE(bad.valid);
  EXPECT_EQ(bad.bytes, 1U);
}

}  // namespace
}  // namespace nest
