#include "runtime/values/patterns.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "runtime/values/list.h"
#include "runtime/values/text.h"

namespace nest {
namespace {

using testing::StartsWith;

class PatternsTest : public testing::Test {
 protected:
  std::string find(std::string_view text, std::string_view pattern) {
    const auto found = patterns.find(text, pattern, arena);
    if (found) return std::string(*found);
    return (found.error().kind == NEST_MISSING ? "missing: " : "failed: ") +
           std::string(found.error().message);
  }

  std::string find_all(std::string_view text, std::string_view pattern) {
    const auto found = patterns.find_all(text, pattern, arena);
    if (!found)
      return (found.error().kind == NEST_MISSING ? "missing: " : "failed: ") +
             std::string(found.error().message);
    std::string parts;
    for (const nest_value& item : items_of(*found)) parts += '<' + std::string(view_of(item.as.s)) + '>';
    return parts;
  }

  ChunkPool pool;
  Arena arena{pool};
  Patterns patterns{{}};
};

TEST_F(PatternsTest, give_the_first_group_or_the_whole_match) {
  EXPECT_EQ(find("token=abc; token=def", "token=(\\w+)"), "abc");
  EXPECT_EQ(find("token=abc; token=def", "\\w+=d.f"), "token=def");
  EXPECT_EQ(find("a=1,b=2", "([a-z])=([0-9])"), "a");
  EXPECT_EQ(find("a=1,b=2", "(?:[a-z])=([0-9])"), "1");
}

TEST_F(PatternsTest, give_a_slice_of_the_text_itself) {
  const std::string text = "id: 42";
  const auto found = patterns.find(text, "[0-9]+", arena);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->data(), text.data() + 4);
}

TEST_F(PatternsTest, say_what_was_searched_for_and_where) {
  EXPECT_EQ(find("<html>\n", "token=(\\w+)"),
            "missing: nothing matches `token=(\\w+)` in the body: <html>\\n");
  EXPECT_EQ(find("b", "(a)|b"), "missing: the first group of `(a)|b` took no part in the match `b`");
}

TEST_F(PatternsTest, tell_a_group_of_nothing_from_one_that_took_no_part) {
  EXPECT_EQ(find("b", "(a*)b"), "");
  EXPECT_EQ(find({}, "^(x*)$"), "");
  EXPECT_EQ(find({}, "^$"), "");
}

TEST_F(PatternsTest, describe_a_computed_one_that_is_wrong) {
  EXPECT_EQ(find("text", "(a"), "failed: `(a` is not a regular expression: missing ): (a");
}

TEST_F(PatternsTest, survive_bytes_that_are_no_text) {
  EXPECT_EQ(find(std::string_view("\xff\0id=7", 6), "id=(.)"), "7");
  EXPECT_EQ(find("id=\xff", "id=(.)").substr(0, 8), "missing:");
}

TEST_F(PatternsTest, give_the_first_group_of_every_match_or_the_whole_matches) {
  EXPECT_EQ(find_all("a=1,b=2,c=3", "([a-z])=[0-9]"), "<a><b><c>");
  EXPECT_EQ(find_all("a=1,b=2,c=3", "[a-z]=[0-9]"), "<a=1><b=2><c=3>");
  EXPECT_EQ(find_all("aaaa", "aa"), "<aa><aa>");
  EXPECT_EQ(find_all("none here", "[0-9]"), "");
  EXPECT_EQ(find_all({}, "x"), "");
}

TEST_F(PatternsTest, give_nothing_for_a_group_that_took_no_part) {
  EXPECT_EQ(find_all("ab", "(a)|b"), "<a><>");
}

TEST_F(PatternsTest, go_on_one_code_point_after_an_empty_match) {
  EXPECT_EQ(find_all("aé€", ""), "<><><><>");
  EXPECT_EQ(find_all("baac", "a*"), "<><aa><>") << "an empty match right behind another is none";
  EXPECT_EQ(find_all({}, ""), "<>");
  EXPECT_EQ(find_all("\x80\x80\x80\x80\x80\x80", ""), "<><><>") << "what is no text ends as well";
}

TEST_F(PatternsTest, see_what_stands_before_a_later_match) {
  EXPECT_EQ(find_all("aaa", "^a"), "<a>");
  EXPECT_EQ(find_all("ab cd", "\\b."), "<a>< ><c>");
  EXPECT_EQ(find_all("a\nb", "(?m)^."), "<a><b>");
}

TEST_F(PatternsTest, give_all_as_slices_of_the_text_itself) {
  const std::string text = "1 22 333";
  const auto found = patterns.find_all(text, "[0-9]+", arena);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->items[2].as.s.data, text.data() + 5);
}

TEST_F(PatternsTest, fail_where_the_matches_pass_what_a_task_may_hold) {
  const std::string text(4U << 20U, 'a');
  EXPECT_EQ(find_all(text, "a").substr(0, 8), "failed: ");
  Arena small(pool, 4096);
  EXPECT_FALSE(patterns.find_all(std::string(1000, 'a'), "a", small).has_value());
  EXPECT_EQ(find_all("ab", "."), "<a><b>") << "the next search begins anew";
}

// Each match is an empty one, found after a look at all that is left.
TEST_F(PatternsTest, fail_where_all_matches_together_take_time_without_end) {
  const std::string text(8U << 20U, 'a');
  EXPECT_THAT(find_all(text, "(?:a*b)?"),
              StartsWith("failed: the search for all `(?:a*b)?` has taken more than two seconds, for "));
  EXPECT_EQ(find_all("ab", "."), "<a><b>") << "the next search begins anew";
}

// More than are kept: those that went are compiled again.
TEST_F(PatternsTest, of_any_number_can_be_computed) {
  for (const int round : {0, 1}) {
    for (int i = 0; i < 600; ++i) {
      const std::string number = std::to_string(i);
      EXPECT_EQ(find("x" + number + "y", "x" + number + "(y)"), "y") << round;
    }
  }
}

TEST(Patterns, of_a_program_are_found_by_their_number) {
  const nest_str constants[] = {{"a", 1}, {"b(.)", 4}};
  ChunkPool pool;
  Arena arena{pool};
  Patterns patterns(constants);
  EXPECT_EQ(patterns.find("abc", std::uint32_t{1}, arena).value(), "c");
  EXPECT_EQ(patterns.find("abc", std::uint32_t{0}, arena).value(), "a");
  EXPECT_EQ(patterns.find_all("abcc", std::uint32_t{1}, arena).value().count, 1U);
}

// A pattern that takes backtracking engines ages.
TEST_F(PatternsTest, take_time_linear_in_the_text) {
  EXPECT_EQ(find(std::string(100'000, 'a'), "(a*)*b").substr(0, 8), "missing:");
}

}  // namespace
}  // namespace nest
