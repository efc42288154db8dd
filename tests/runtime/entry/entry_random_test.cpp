#include <gtest/gtest.h>

#include <limits>

#include "tests/runtime/entry/fake_user.h"

namespace nest {
namespace {

TEST(EntryRandom, draws_from_the_users_own_stream) {
  FakeUser fake(42, 7);
  RandomStream same(42, 7);
  for (int i = 0; i < 100; ++i) {
    std::int64_t drawn = 0;
    ASSERT_EQ(nest_random_int(fake.user(), -3, 90, &drawn), NEST_OK);
    ASSERT_EQ(drawn, same.integer(-3, 90));
    double real = 0;
    ASSERT_EQ(nest_random_float(fake.user(), 0.5, 2.5, &real), NEST_OK);
    ASSERT_EQ(real, same.real(0.5, 2.5));
  }
}

TEST(EntryRandom, takes_a_range_of_one) {
  FakeUser fake;
  std::int64_t drawn = 0;
  EXPECT_EQ(nest_random_int(fake.user(), 4, 4, &drawn), NEST_OK);
  EXPECT_EQ(drawn, 4);
}

TEST(EntryRandom, fails_for_an_empty_range) {
  FakeUser fake;
  std::int64_t drawn = 0;
  EXPECT_EQ(nest_random_int(fake.user(), 5, 1, &drawn), NEST_FAILED);
  EXPECT_EQ(fake.failure(), "random(5, 1): nothing lies between them");
  double real = 0;
  EXPECT_EQ(nest_random_float(fake.user(), 1, 0, &real), NEST_FAILED);
  EXPECT_EQ(nest_random_float(fake.user(), std::numeric_limits<double>::quiet_NaN(), 1, &real), NEST_FAILED);
  EXPECT_EQ(nest_random_float(fake.user(), 0, std::numeric_limits<double>::infinity(), &real), NEST_FAILED);
  EXPECT_EQ(fake.task.random.draws(), 0u);
}

}  // namespace
}  // namespace nest
