#include <gtest/gtest.h>

#include <string>

#include "tests/runtime/entry/fake_user.h"

namespace nest {
namespace {

TEST(EntryFailure, keeps_text_and_place) {
  FakeUser fake;
  fake.task.context.site = 12;
  std::string text = "no stock";
  EXPECT_EQ(nest_fail(fake.user(), text.data(), text.size()), NEST_FAILED);
  text.assign(8, '-');
  fake.task.context.site = 13;
  EXPECT_EQ(fake.failure(), "no stock");
  EXPECT_EQ(fake.task.failure.site, 12u);
  EXPECT_EQ(fake.task.failure.kind, NEST_FAILED);
}

TEST(EntryFailure, takes_an_empty_text) {
  FakeUser fake;
  EXPECT_EQ(nest_fail(fake.user(), nullptr, 0), NEST_FAILED);
  EXPECT_EQ(fake.failure(), "");
  EXPECT_EQ(fake.task.failure.kind, NEST_FAILED);
}

TEST(EntryFailure, is_described_even_when_the_arena_is_full) {
  FakeUser fake;
  while (fake.task.arena.try_allocate(1 << 20) != nullptr) {
  }
  EXPECT_EQ(nest_fail(fake.user(), TEXT(std::string(1 << 20, 'x'))), NEST_FAILED);
  EXPECT_NE(fake.failure().find("too much memory"), std::string::npos);
}

TEST(EntryFailure, tells_where_the_function_was_called_that_failed) {
  FakeUser fake;
  fake.task.context.site = 12;
  nest_fail(fake.user(), TEXT("no stock"));
  fake.task.failure.kind = NEST_MISSING;
  fake.task.context.site = 13;
  EXPECT_EQ(nest_fail_called(fake.user(), TEXT("shop/a.nest:3:6")), NEST_FAILED);
  EXPECT_EQ(nest_fail_called(fake.user(), TEXT("shop/b.nest:9:1")), NEST_FAILED);
  EXPECT_EQ(fake.failure(), "no stock, called at shop/a.nest:3:6, called at shop/b.nest:9:1");
  EXPECT_EQ(fake.task.failure.site, 12u);
  EXPECT_EQ(fake.task.failure.kind, NEST_FAILED);
}

TEST(EntryFailure, names_the_arithmetic) {
  FakeUser fake;
  EXPECT_EQ(nest_fail_arithmetic(fake.user(), NEST_ARITHMETIC_OVERFLOW), NEST_FAILED);
  EXPECT_EQ(fake.failure(), "a result that does not fit the 64 bits of an int");
  EXPECT_EQ(nest_fail_arithmetic(fake.user(), NEST_ARITHMETIC_DIVISION_BY_ZERO), NEST_FAILED);
  EXPECT_EQ(fake.failure(), "division by zero");
  EXPECT_EQ(nest_fail_arithmetic(fake.user(), NEST_ARITHMETIC_NOT_AN_INT), NEST_FAILED);
  EXPECT_EQ(fake.failure(), "a float that no int can hold");
}

TEST(EntryFailure, can_be_forgiven) {
  FakeUser fake;
  nest_fail(fake.user(), TEXT("x"));
  nest_forgive(fake.user());
  EXPECT_EQ(fake.task.failure.kind, NEST_OK);
  EXPECT_EQ(fake.failure(), "");
}

TEST(EntryFailure, shows_the_condition_that_was_required) {
  FakeUser fake;
  EXPECT_EQ(nest_fail_required(fake.user(), 3), NEST_FAILED);
  EXPECT_EQ(fake.failure(), "`status == 200` does not hold");
}

TEST(EntryCheck, is_handed_to_the_user) {
  FakeUser fake;
  nest_check(fake.user(), 3, 1);
  nest_check(fake.user(), 4, 0);
  EXPECT_EQ(fake.checks, (std::vector<std::pair<std::uint32_t, bool>>{{3, true}, {4, false}}));
}

}  // namespace
}  // namespace nest
