#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/runtime/entry/fake_user.h"

namespace nest {
namespace {

TEST(EntryEnvironment, reads_a_variable_into_the_arena) {
  ASSERT_EQ(setenv("NEST_TEST_TOKEN", "s3cret", 1), 0);
  FakeUser fake;
  nest_str out{};
  EXPECT_EQ(nest_env(fake.user(), TEXT("NEST_TEST_TOKEN"), &out), NEST_OK);
  ASSERT_EQ(setenv("NEST_TEST_TOKEN", "------", 1), 0);
  EXPECT_EQ(view_of(out), "s3cret");
  ASSERT_EQ(unsetenv("NEST_TEST_TOKEN"), 0);
}

TEST(EntryEnvironment, tells_empty_from_unset) {
  FakeUser fake;
  nest_str out{};
  ASSERT_EQ(setenv("NEST_TEST_EMPTY", "", 1), 0);
  EXPECT_EQ(nest_env(fake.user(), TEXT("NEST_TEST_EMPTY"), &out), NEST_OK);
  EXPECT_EQ(out.size, 0u);
  ASSERT_EQ(unsetenv("NEST_TEST_EMPTY"), 0);
  EXPECT_EQ(nest_env(fake.user(), TEXT("NEST_TEST_EMPTY"), &out), NEST_MISSING);
  EXPECT_EQ(fake.failure(), "the environment variable `NEST_TEST_EMPTY` is not set");
}

TEST(EntryEnvironment, has_no_variable_of_an_impossible_name) {
  FakeUser fake;
  nest_str out{};
  EXPECT_EQ(nest_env(fake.user(), nullptr, 0, &out), NEST_MISSING);
  EXPECT_EQ(nest_env(fake.user(), "PATH\0", 5, &out), NEST_MISSING);
  EXPECT_EQ(nest_env(fake.user(), TEXT("PATH=x"), &out), NEST_MISSING);
}

TEST(EntryEnvironment, hands_log_lines_on) {
  FakeUser fake;
  nest_log(fake.user(), TEXT("hello"));
  nest_log(fake.user(), nullptr, 0);
  EXPECT_EQ(fake.logged, (std::vector<std::string>{"hello", ""}));
}

}  // namespace
}  // namespace nest
