#include <gtest/gtest.h>

#include "tests/runtime/entry/fake_user.h"

namespace nest {
namespace {

TEST(EntryShared, passes_object_method_and_arguments_on) {
  FakeUser user;
  nest_value arguments[2] = {{NEST_INT, {}}, {NEST_DURATION, {}}};
  arguments[1].as.i = 5;
  nest_value out{};
  EXPECT_EQ(nest_shared_call(user.user(), 3, NEST_SHARED_TAKE, arguments, 2, &out), NEST_OK);
  EXPECT_EQ(out.as.i, 7);
  ASSERT_EQ(user.shared_calls.size(), 1U);
  EXPECT_EQ(user.shared_calls[0].object, 3U);
  EXPECT_EQ(user.shared_calls[0].method, std::uint32_t{NEST_SHARED_TAKE});
  ASSERT_EQ(user.shared_calls[0].arguments.size(), 2U);
  EXPECT_EQ(user.shared_calls[0].arguments[1].as.i, 5);
}

TEST(EntryShared, gives_what_is_pending_and_then_its_result) {
  FakeUser user;
  nest_value out{};
  user.shared_status = NEST_PENDING;
  EXPECT_EQ(nest_shared_call(user.user(), 0, NEST_SHARED_TAKE, nullptr, 0, &out), NEST_PENDING);
  user.shared_status = NEST_OK;
  EXPECT_EQ(nest_shared_result(user.user(), &out), NEST_OK);
  EXPECT_EQ(out.as.i, 8);
}

}  // namespace
}  // namespace nest
