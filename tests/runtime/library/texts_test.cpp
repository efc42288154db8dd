#include <gtest/gtest.h>

#include "tests/runtime/library/called.h"

namespace nest::library {
namespace {

class LibraryTexts : public testing::Test {
 protected:
  Caller caller;
};

TEST_F(LibraryTexts, letters_of_every_script_change_their_case) {
  EXPECT_EQ(caller.call("lower", {of("ABC xyz 1!")}), "abc xyz 1!");
  EXPECT_EQ(caller.call("upper", {of("ABC xyz 1!")}), "ABC XYZ 1!");
  EXPECT_EQ(caller.call("lower", {of("ÄÉΣДİ")}), "äéσдi");
  EXPECT_EQ(caller.call("upper", {of("äéσд\xC9\x90")}), "ÄÉΣД\xE2\xB1\xAF");  // two bytes become three
  EXPECT_EQ(caller.call("upper", {of("café 日本 🙂")}), "CAFÉ 日本 🙂");
  EXPECT_EQ(caller.call("lower", {of("")}), "");
}

TEST_F(LibraryTexts, letters_leave_room_for_the_longest_growth) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "\xC8\xBA";  // U+023A, in lower case three bytes
  std::string lower;
  for (int i = 0; i < 200; ++i) lower += "\xE2\xB1\xA5";
  EXPECT_EQ(caller.call("lower", {of(std::string_view(text))}), lower);
}

TEST_F(LibraryTexts, bytes_that_are_no_text_stay) {
  EXPECT_EQ(caller.call("upper", {of("a\xff\xc3")}), "A\xff\xc3");
  EXPECT_EQ(caller.call("trim", {of(" \xff ")}), "\xff");
}

TEST_F(LibraryTexts, trim_takes_white_space_of_all_kinds) {
  EXPECT_EQ(caller.call("trim", {of(" \t\r\n a b \v\f")}), "a b");
  EXPECT_EQ(caller.call("trim", {of("\xC2\xA0\xE3\x80\x80"
                                    "a\xE2\x80\x83")}),
            "a");
  EXPECT_EQ(caller.call("trim", {of("   ")}), "");
  EXPECT_EQ(caller.call("trim", {of("")}), "");
}

TEST_F(LibraryTexts, replace_goes_from_the_left) {
  EXPECT_EQ(caller.call("replace", {of("aaaa"), of("aa"), of("b")}), "bb");
  EXPECT_EQ(caller.call("replace", {of("aaa"), of("aa"), of("xyz")}), "xyza");
  EXPECT_EQ(caller.call("replace", {of("a.b"), of("."), of("")}), "ab");
  EXPECT_EQ(caller.call("replace", {of("abc"), of("x"), of("y")}), "abc");
  EXPECT_EQ(caller.call("replace", {of(""), of("x"), of("y")}), "");
  EXPECT_EQ(caller.call("replace", {of("abc"), of(""), of("y")}),
            "! `replace` was given an empty text to look for");
}

TEST_F(LibraryTexts, a_result_without_room_fails) {
  caller.limit = 10;
  EXPECT_EQ(caller.call("replace", {of("aaaa"), of("a"), of("bbb")}), "! no space");
  EXPECT_EQ(caller.call("split", {of("a,b,c,d,e,f,g,h,i,j,k"), of(",")}), "! no space");
  EXPECT_EQ(caller.call("upper", {of("abcdefghijk")}), "! no space");
  EXPECT_EQ(caller.call("hex", {of("abcdef")}), "! no space");
}

TEST_F(LibraryTexts, substring_counts_code_points) {
  EXPECT_EQ(caller.call("substring", {of("añ日🙂z"), of(1), of(3)}), "ñ日🙂");
  EXPECT_EQ(caller.call("substring", {of("abc"), of(0), of(0)}), "");
  EXPECT_EQ(caller.call("substring", {of("abc"), of(2), of(9'000'000'000'000'000'000)}), "c");
  EXPECT_EQ(caller.call("substring", {of("abc"), of(9'000'000'000'000'000'000), of(1)}), "");
  EXPECT_EQ(caller.call("substring", {of("abc"), of(-1), of(1)}),
            "! `substring` from -1: the first character is at 0");
  EXPECT_EQ(caller.call("substring", {of("abc"), of(0), of(-1)}), "! `substring` of -1 characters");
}

TEST_F(LibraryTexts, split_and_join_are_each_others_way_back) {
  EXPECT_EQ(caller.call("split", {of("a,b,,c"), of(",")}), "[a|b||c]");
  EXPECT_EQ(caller.call("split", {of(""), of(",")}), "[]");
  EXPECT_EQ(caller.call("split", {of("abc"), of("abc")}), "[|]");
  EXPECT_EQ(caller.call("split", {of("a, b"), of(", ")}), "[a|b]");
  EXPECT_EQ(caller.call("split", {of("abc"), of("")}), "! `split` was given an empty separator");
  EXPECT_EQ(caller.call("join", {of({of("a"), of(""), of("c")}), of("--")}), "a----c");
  EXPECT_EQ(caller.call("join", {of(std::vector<nest_value>{}), of(",")}), "");
}

TEST_F(LibraryTexts, starts_and_ends_are_compared_by_bytes) {
  EXPECT_EQ(caller.call("starts_with", {of("abc"), of("ab")}), "true");
  EXPECT_EQ(caller.call("starts_with", {of("a"), of("ab")}), "false");
  EXPECT_EQ(caller.call("ends_with", {of("abc"), of("")}), "true");
  EXPECT_EQ(caller.call("ends_with", {of("abc"), of("b")}), "false");
}

}  // namespace
}  // namespace nest::library
