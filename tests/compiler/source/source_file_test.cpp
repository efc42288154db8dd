#include "compiler/source/source_file.h"

#include <gtest/gtest.h>

namespace nest {
namespace {

TEST(SourceFile, counts_lines_and_code_points_from_one) {
  const SourceFile file("a.nest",
                        "ab\n\xC3\xA4"
                        "c\n");
  EXPECT_EQ(file.position(0).line, 1U);
  EXPECT_EQ(file.position(0).column, 1U);
  EXPECT_EQ(file.position(5).line, 2U);
  EXPECT_EQ(file.position(5).column, 2U);  // the ä before it is two bytes and one column
}

TEST(SourceFile, gives_the_end_for_an_offset_past_it) {
  const SourceFile file("a.nest", "ab\ncd");
  EXPECT_EQ(file.position(999).line, 2U);
  EXPECT_EQ(file.position(999).column, 3U);
}

TEST(SourceFile, gives_lines_without_their_ends) {
  const SourceFile file("a.nest", "one\r\ntwo\n\nlast");
  EXPECT_EQ(file.line(1), "one");
  EXPECT_EQ(file.line(2), "two");
  EXPECT_EQ(file.line(3), "");
  EXPECT_EQ(file.line(4), "last");
  EXPECT_EQ(file.line(5), "");
  EXPECT_EQ(file.line(0), "");
}

TEST(SourceFile, places_bytes_far_along_a_line_as_near_its_start) {
  std::string text = "first\n";
  for (int i = 0; i < 5000; ++i) text += "\xC3\xA4z";  // 3 bytes, 2 columns
  const SourceFile file("a.nest", text + "\nlast");
  for (std::uint32_t i = 0; i < 5000; ++i) {
    ASSERT_EQ(file.position(6 + 3 * i).column, 1 + 2 * i);
    ASSERT_EQ(file.position(6 + 3 * i + 2).column, 2 + 2 * i);
  }
  EXPECT_EQ(file.position(6 + 15000 + 2).line, 3U);
  EXPECT_EQ(file.position(6 + 15000 + 2).column, 2U);
  for (const std::size_t size : {4095UL, 4096UL, 8192UL}) {
    const SourceFile full("a.nest", std::string(size, 'a'));
    EXPECT_EQ(full.position(static_cast<std::uint32_t>(size)).column, size + 1);
  }
}

TEST(SourceFile, an_empty_file_has_one_empty_line) {
  const SourceFile file("a.nest", "");
  EXPECT_EQ(file.line_count(), 1U);
  EXPECT_EQ(file.position(0).line, 1U);
}

}  // namespace
}  // namespace nest
