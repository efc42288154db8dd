#include "compiler/diagnostics/display_text.h"

#include <gtest/gtest.h>

#include <string>

namespace nest {
namespace {

TEST(Printable, never_lets_an_escape_sequence_through) {
  EXPECT_EQ(printable("a\x1b[31mb"), "a\u241B[31mb");
  EXPECT_EQ(printable("a\x7f\r\n"), "a\u2421\u240D\u240A");
  EXPECT_EQ(printable("a\u009Bb"), "a\uFFFDb");  // the eight-bit form of ESC [
}

TEST(Printable, never_lets_text_change_its_direction) {
  EXPECT_EQ(printable("a\u202Eb"), "a\uFFFDb");
  EXPECT_EQ(printable("a\u2066b"), "a\uFFFDb");
}

TEST(Printable, replaces_bytes_that_are_no_utf8) { EXPECT_EQ(printable("a\xFFz"), "a\uFFFDz"); }

TEST(Printable, keeps_ordinary_text_of_any_script) {
  const std::string text = "na\u00EFve \u65E5\u672C \U0001F600";
  EXPECT_EQ(printable(text), text);
}

TEST(DisplayLine, widens_tabs_and_knows_where_bytes_went) {
  const DisplayLine line("\tx", 0);
  EXPECT_EQ(line.text(), "    x");
  EXPECT_EQ(line.column(1), 4U);
  EXPECT_EQ(line.width(), 5U);
}

TEST(DisplayLine, gives_wide_characters_two_columns_and_combining_ones_none) {
  const std::string text = "\u65E5e\u0301x";  // 3 bytes, 1 + 2 bytes, 1 byte
  const DisplayLine line(text, 0);
  EXPECT_EQ(line.column(3), 2U);
  EXPECT_EQ(line.column(6), 3U);
  EXPECT_EQ(line.width(), 4U);
}

TEST(DisplayLine, shows_a_window_of_a_very_long_line) {
  std::string text(1'000'000, 'a');
  text[500'000] = 'X';
  const DisplayLine line(text, 500'000);
  EXPECT_LT(line.width(), 200U);
  EXPECT_EQ(line.text().find("X"), line.column(500'000) + 2);  // the cut sign is three bytes, one column
  EXPECT_TRUE(line.text().starts_with("\u2026"));
  EXPECT_TRUE(line.text().ends_with("\u2026"));
  EXPECT_EQ(line.column(0), 1U);
  EXPECT_EQ(line.column(999'999), line.width());
}

TEST(DisplayLine, does_not_cut_a_code_point_in_two) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "\u20AC";
  for (std::size_t focus = 1500; focus < 1503; ++focus) {
    EXPECT_EQ(DisplayLine(text, focus).text().find("\uFFFD"), std::string::npos) << focus;
  }
}

TEST(DisplayLine, survives_a_focus_past_the_end) {
  const DisplayLine line(std::string(500, 'a'), 10'000);
  EXPECT_GT(line.width(), 0U);
}

}  // namespace
}  // namespace nest
