#include "runtime/values/text.h"

#include <gtest/gtest.h>

namespace nest {
namespace {

TEST(Text, is_trimmed_of_json_blanks) {
  EXPECT_EQ(trimmed(" \t\r\n a b \n"), "a b");
  EXPECT_EQ(trimmed("  "), "");
  EXPECT_EQ(trimmed("\va"), "\va");
}

TEST(Text, counts_code_points) {
  EXPECT_EQ(code_points(""), 0);
  EXPECT_EQ(code_points("héllo€😀"), 7);
  EXPECT_EQ(code_points("\x80\x80"), 0);
}

TEST(Text, compares_ignoring_ascii_case_only) {
  EXPECT_TRUE(equal_ignoring_case("Content-TYPE", "content-type"));
  EXPECT_FALSE(equal_ignoring_case("content", "content-type"));
  EXPECT_FALSE(equal_ignoring_case("[", "{"));
  EXPECT_FALSE(equal_ignoring_case("É", "é"));
}

TEST(Excerpt, shows_control_characters_and_wrong_bytes) {
  EXPECT_EQ(excerpt("a\nb\r\t\x01\x7f"), "a\\nb\\r\\t\\x01\\x7f");
  EXPECT_EQ(excerpt("\xff\xc3"), "\\xff\\xc3");
  EXPECT_EQ(excerpt("\xed\xa0\x80"), "\\xed\\xa0\\x80");  // a surrogate is no UTF-8
  EXPECT_EQ(excerpt("\xc0\xaf"), "\\xc0\\xaf");           // overlong
  EXPECT_EQ(excerpt("é€😀"), "é€😀");
}

TEST(Excerpt, cuts_between_code_points) {
  EXPECT_EQ(excerpt("aaaaa", 5), "aaaaa");
  EXPECT_EQ(excerpt("aaaaab", 5), "aaaaa...");
  EXPECT_EQ(excerpt("aaaa€b", 5), "aaaa€...");
  EXPECT_EQ(excerpt(std::string(1000, 'x')).size(), 83u);
}

constexpr std::string_view kBlock =
    "HTTP/1.1 200 OK\r\nContent-Type: text/html \r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\nX-Empty:\r\nX: "
    "y\r\n";

TEST(FindHeader, takes_the_first_line_in_any_case) {
  EXPECT_EQ(find_header(kBlock, "content-type"), "text/html");
  EXPECT_EQ(find_header(kBlock, "SET-COOKIE"), "a=1");
  EXPECT_EQ(find_header(kBlock, "x"), "y");
}

TEST(FindHeader, tells_empty_from_absent) {
  EXPECT_NE(find_header(kBlock, "x-empty").data(), nullptr);
  EXPECT_EQ(find_header(kBlock, "x-empty"), "");
  EXPECT_EQ(find_header(kBlock, "x-other").data(), nullptr);
  EXPECT_EQ(find_header(kBlock, "Content").data(), nullptr);
  EXPECT_EQ(find_header("", "a").data(), nullptr);
  EXPECT_EQ(find_header("a", "a").data(), nullptr);
}

}  // namespace
}  // namespace nest
