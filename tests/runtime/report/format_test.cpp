#include "runtime/report/format.h"

#include <gtest/gtest.h>

namespace nest {
namespace {

TEST(Format, writes_durations_with_three_digits_and_a_unit) {
  EXPECT_EQ(duration_text(0), "0 µs");
  EXPECT_EQ(duration_text(412'000), "412 µs");
  EXPECT_EQ(duration_text(9'876), "9.88 µs");
  EXPECT_EQ(duration_text(999'499), "999 µs");
  EXPECT_EQ(duration_text(999'600), "1.00 ms");
  EXPECT_EQ(duration_text(41'234'567), "41.2 ms");
  EXPECT_EQ(duration_text(999'600'000), "1.00 s");
  EXPECT_EQ(duration_text(61 * kSecond), "61.0 s");
  EXPECT_EQ(duration_text(605 * kSecond), "10m05s");
}

TEST(Format, writes_bytes_in_powers_of_a_thousand) {
  EXPECT_EQ(bytes_text(0), "0 B");
  EXPECT_EQ(bytes_text(999), "999 B");
  EXPECT_EQ(bytes_text(1'230), "1.23 kB");
  EXPECT_EQ(bytes_text(45'600'000), "45.6 MB");
  EXPECT_EQ(bytes_text(7'000'000'000'000), "7.00 TB");
}

TEST(Format, writes_rates) {
  EXPECT_EQ(rate_text(0, kSecond), "0");
  EXPECT_EQ(rate_text(5, 0), "0");
  EXPECT_EQ(rate_text(1, 4 * kSecond), "0.25");
  EXPECT_EQ(rate_text(12345, 10 * kSecond), "1234.5");
}

TEST(Format, never_rounds_a_share_to_none_or_all) {
  EXPECT_EQ(share_text(0, 10), "0 %");
  EXPECT_EQ(share_text(10, 10), "100 %");
  EXPECT_EQ(share_text(1, 3), "33.3 %");
  EXPECT_EQ(share_text(1, 1'000'000'000), "<0.001 %");
  EXPECT_EQ(share_text(12, 100'000), "0.012 %");
  EXPECT_EQ(share_text(999'999, 1'000'000), ">99.9 %");
  EXPECT_EQ(share_text(0, 0), "0 %");
}

TEST(Format, writes_the_time_of_a_run) {
  EXPECT_EQ(clock_text(7 * kSecond), "0:07");
  EXPECT_EQ(clock_text(754 * kSecond), "12:34");
  EXPECT_EQ(clock_text(3723 * kSecond), "1:02:03");
}

TEST(Format, lets_no_control_character_reach_a_terminal) {
  EXPECT_EQ(one_line("plain ü 日本"), "plain ü 日本");
  EXPECT_EQ(one_line("a\nb\tc"), "a b c");
  EXPECT_EQ(one_line("\x1b[31mred"), "\xef\xbf\xbd[31mred");
  EXPECT_EQ(one_line("\xc2\x9b"), "\xef\xbf\xbd");      // C1 control sequence introducer
  EXPECT_EQ(one_line("\xe2\x80\xae"), "\xef\xbf\xbd");  // right-to-left override
  EXPECT_EQ(one_line("\xe2\x80\xa6"), "…");
  EXPECT_EQ(one_line("\xff\x80x"), "\xef\xbf\xbd\xef\xbf\xbdx");
  EXPECT_EQ(one_line("\xe2\x82"), "\xef\xbf\xbd\xef\xbf\xbd");       // cut off
  EXPECT_EQ(one_line("\xed\xa0\x80").substr(0, 3), "\xef\xbf\xbd");  // a surrogate
  EXPECT_EQ(one_line(std::string_view("a\0b", 3)),
            "a\xef\xbf\xbd"
            "b");
}

TEST(Format, cuts_a_name_in_its_middle_between_characters) {
  EXPECT_EQ(cut_middle("short", 10), "short");
  EXPECT_EQ(cut_middle("/products/categories", 9), "/pro…ries");
  EXPECT_EQ(cut_middle("äöüäöü", 4), "ä…öü");
  EXPECT_EQ(cut_middle("abc", 1), "…");
  EXPECT_EQ(cut_middle("abc", 0), "");
  EXPECT_EQ(cut_end("short", 10), "short");
  EXPECT_EQ(cut_end("äöüäöü", 4), "äöü…");
  EXPECT_EQ(cut_end("abc", 0), "");
}

}  // namespace
}  // namespace nest
