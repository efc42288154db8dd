#include <gtest/gtest.h>

#include "tests/runtime/entry/fake_user.h"

namespace nest {
namespace {

TEST(EntryString, renders_a_template) {
  FakeUser fake;
  nest_value hole{NEST_INT, {}};
  hole.as.i = 20;
  const nest_part parts[] = {{NEST_PART_TEXT, 0, str_of("page ")}, {NEST_PART_PLAIN, 0, {}}};
  const nest_template text{parts, 2};
  nest_str out{};
  EXPECT_EQ(nest_render(fake.user(), &text, &hole, &out), NEST_OK);
  EXPECT_EQ(view_of(out), "page 20");
}

TEST(EntryString, describes_why_a_template_cannot_be_rendered) {
  FakeUser fake;
  fake.task.context.site = 5;
  nest_value hole{NEST_STRING, {}};
  hole.as.s = str_of("a\nb");
  const nest_part part{NEST_PART_HEADER, 0, {}};
  const nest_template text{&part, 1};
  nest_str out{};
  EXPECT_EQ(nest_render(fake.user(), &text, &hole, &out), NEST_FAILED);
  EXPECT_EQ(fake.failure(), "a header cannot hold line breaks or NUL: a\\nb");
  EXPECT_EQ(fake.task.failure.site, 5u);
}

TEST(EntryString, compares_bytes) {
  EXPECT_EQ(nest_string_equal(TEXT("abc"), TEXT("abc")), 1);
  EXPECT_EQ(nest_string_equal(TEXT("abc"), TEXT("abd")), 0);
  EXPECT_EQ(nest_string_equal(nullptr, 0, TEXT("")), 1);
  EXPECT_LT(nest_string_compare(TEXT("a"), TEXT("b")), 0);
  EXPECT_LT(nest_string_compare(TEXT("a"), TEXT("aa")), 0);
  EXPECT_EQ(nest_string_compare(TEXT("a"), TEXT("a")), 0);
  EXPECT_GT(nest_string_compare(TEXT("é"), TEXT("z")), 0);
  EXPECT_GT(nest_string_compare(TEXT("a"), nullptr, 0), 0);
}

TEST(EntryString, counts_code_points) {
  EXPECT_EQ(nest_string_length(TEXT("né€")), 3);
  EXPECT_EQ(nest_string_length(nullptr, 0), 0);
}

TEST(EntryString, looks_for_parts) {
  EXPECT_EQ(nest_string_contains(TEXT("nested"), TEXT("est")), 1);
  EXPECT_EQ(nest_string_contains(TEXT("nested"), TEXT("set")), 0);
  EXPECT_EQ(nest_string_contains(TEXT("nested"), nullptr, 0), 1);
  EXPECT_EQ(nest_string_contains(nullptr, 0, TEXT("a")), 0);
}

TEST(EntryString, reads_numbers) {
  FakeUser fake;
  std::int64_t i = 0;
  EXPECT_EQ(nest_string_to_int(fake.user(), TEXT(" 12 "), &i), NEST_OK);
  EXPECT_EQ(i, 12);
  double f = 0;
  EXPECT_EQ(nest_string_to_float(fake.user(), TEXT("0.5"), &f), NEST_OK);
  EXPECT_EQ(f, 0.5);
}

TEST(EntryString, finds_what_a_pattern_of_the_program_or_a_given_one_matches) {
  FakeUser fake;
  nest_str out{};
  EXPECT_EQ(nest_find(fake.user(), TEXT("a id=42;"), 0, nullptr, 0, &out), NEST_OK);
  EXPECT_EQ(view_of(out), "42");
  EXPECT_EQ(nest_find(fake.user(), TEXT("a id=42;"), NEST_NONE, TEXT("i."), &out), NEST_OK);
  EXPECT_EQ(view_of(out), "id");
  EXPECT_EQ(nest_find(fake.user(), TEXT("nothing"), 0, nullptr, 0, &out), NEST_MISSING);
  EXPECT_EQ(fake.failure(), "nothing matches `id=([0-9]+)` in the body: nothing");
}

TEST(EntryString, finds_all_that_a_pattern_of_the_program_or_a_given_one_matches) {
  FakeUser fake;
  nest_list out{};
  EXPECT_EQ(nest_find_all(fake.user(), TEXT("id=4 id=2"), 0, nullptr, 0, &out), NEST_OK);
  ASSERT_EQ(out.count, 2U);
  EXPECT_EQ(view_of(out.items[1].as.s), "2");
  EXPECT_EQ(nest_find_all(fake.user(), TEXT("a id=42;"), NEST_NONE, TEXT("i."), &out), NEST_OK);
  ASSERT_EQ(out.count, 1U);
  EXPECT_EQ(nest_find_all(fake.user(), TEXT("nothing"), 0, nullptr, 0, &out), NEST_OK);
  EXPECT_EQ(out.count, 0U);
  EXPECT_EQ(nest_find_all(fake.user(), TEXT("text"), NEST_NONE, TEXT("(i"), &out), NEST_FAILED);
  EXPECT_EQ(fake.failure(), "`(i` is not a regular expression: missing ): (i");
}

TEST(EntryString, describes_what_is_no_number) {
  FakeUser fake;
  std::int64_t i = 0;
  EXPECT_EQ(nest_string_to_int(fake.user(), TEXT("1.5"), &i), NEST_FAILED);
  EXPECT_EQ(fake.failure(), "\"1.5\" is not an int");
  EXPECT_EQ(nest_string_to_int(fake.user(), TEXT("99999999999999999999"), &i), NEST_FAILED);
  EXPECT_EQ(fake.failure(), "\"99999999999999999999\" is too large for an int");
  EXPECT_EQ(nest_string_to_int(fake.user(), nullptr, 0, &i), NEST_FAILED);
  EXPECT_EQ(fake.failure(), "\"\" is not an int");
  double f = 0;
  EXPECT_EQ(nest_string_to_float(fake.user(), TEXT("nan"), &f), NEST_FAILED);
  EXPECT_EQ(fake.failure(), "\"nan\" is not a float");
}

}  // namespace
}  // namespace nest
