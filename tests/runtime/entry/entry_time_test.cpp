#include <gtest/gtest.h>

#include "tests/runtime/entry/fake_user.h"

namespace nest {
namespace {

TEST(EntryTime, sleeps_no_less_than_nothing) {
  FakeUser fake;
  nest_sleep(fake.user(), 2 * kSecond);
  nest_sleep(fake.user(), -1);
  nest_sleep(fake.user(), INT64_MIN);
  EXPECT_EQ(fake.slept, (std::vector<Nanoseconds>{2 * kSecond, 0, 0}));
}

TEST(EntryTime, yields) {
  FakeUser fake;
  nest_yield(fake.user());
  EXPECT_EQ(fake.yields, 1);
}

}  // namespace
}  // namespace nest
