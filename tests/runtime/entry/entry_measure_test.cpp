#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/runtime/entry/fake_user.h"

namespace nest {
namespace {

using testing::ElementsAre;

TEST(EntryMeasure, passes_on_where_transactions_begin_and_end) {
  FakeUser fake;
  nest_transaction_begin(fake.user(), 3);
  nest_transaction_end(fake.user(), 3);
  EXPECT_THAT(fake.transactions, ElementsAre(3, 103));
}

TEST(EntryMeasure, passes_on_values_and_that_one_could_not_be_held) {
  FakeUser fake;
  nest_value value{};
  value.as.i = 5;
  EXPECT_EQ(nest_metric_add(fake.user(), 2, &value), NEST_OK);
  EXPECT_THAT(fake.measured, ElementsAre(std::pair(2U, std::int64_t{5})));
  value.as.i = -1;
  EXPECT_EQ(nest_metric_add(fake.user(), 2, &value), NEST_FAILED);
  EXPECT_EQ(fake.failure(), "below 0");
}

}  // namespace
}  // namespace nest
