#include "runtime/cli/try_target.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string_view>

namespace nest {
namespace {

class TryTarget : public testing::Test {
 protected:
  TryTarget() {
    name(tasksets_[0], "shop/shopper.Shopper", NEST_NONE);
    name(tasksets_[1], "shop/shopper.Shopper.Support", 0);
    name(tasksets_[2], "admin.Admin", NEST_NONE);
    name(tasks_[0], "shop/shopper.Shopper.buy", 0);
    name(tasks_[1], "shop/shopper.Shopper.Support.ask", 1);
    name(tasks_[2], "admin.Admin.ask", 2);
    program_.tasksets = tasksets_.data();
    program_.taskset_count = tasksets_.size();
    program_.tasks = tasks_.data();
    program_.task_count = tasks_.size();
  }

  static nest_str text(std::string_view text) { return {text.data(), text.size()}; }
  static void name(nest_taskset& taskset, std::string_view full_name, std::uint32_t parent) {
    taskset.full_name = text(full_name);
    taskset.parent = parent;
  }
  static void name(nest_task& task, std::string_view full_name, std::uint32_t taskset) {
    task.full_name = text(full_name);
    task.taskset = taskset;
  }

  void expect_found(std::string_view what, std::uint32_t taskset, std::uint32_t task) {
    const auto found = find_try_target(program_, what);
    ASSERT_TRUE(found.has_value()) << what << ": " << found.error();
    EXPECT_EQ(found->taskset, taskset) << what;
    EXPECT_EQ(found->task, task) << what;
  }

  std::array<nest_taskset, 3> tasksets_{};
  std::array<nest_task, 3> tasks_{};
  nest_program program_{};
};

TEST_F(TryTarget, is_found_by_the_end_of_its_name) {
  expect_found("Shopper", 0, NEST_NONE);
  expect_found("shopper.Shopper", 0, NEST_NONE);
  expect_found("shop/shopper.Shopper", 0, NEST_NONE);
  expect_found("Support", 1, NEST_NONE);
  expect_found("Shopper.buy", 0, 0);
  expect_found("buy", 0, 0);
  expect_found("Support.ask", 1, 1);
}

TEST_F(TryTarget, is_not_found_by_part_of_a_name) {
  const auto found = find_try_target(program_, "hopper");
  ASSERT_FALSE(found.has_value());
  EXPECT_THAT(found.error(), testing::HasSubstr("shop/shopper.Shopper.buy"));
}

TEST_F(TryTarget, must_be_clear) {
  const auto found = find_try_target(program_, "ask");
  ASSERT_FALSE(found.has_value());
  EXPECT_THAT(found.error(), testing::HasSubstr("admin.Admin.ask"));
  EXPECT_THAT(found.error(), testing::HasSubstr("shop/shopper.Shopper.Support.ask"));
  EXPECT_THAT(found.error(), testing::Not(testing::HasSubstr("buy")));
}

TEST_F(TryTarget, may_be_left_out_only_when_there_is_one_taskset) {
  EXPECT_FALSE(find_try_target(program_, "").has_value());
  program_.taskset_count = 2;
  program_.task_count = 2;
  expect_found("", 0, NEST_NONE);
}

}  // namespace
}  // namespace nest
