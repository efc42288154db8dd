#include <gtest/gtest.h>

#include <array>

#include "runtime/library/library.h"
#include "runtime/values/list.h"
#include "tests/runtime/entry/fake_user.h"

namespace nest {
namespace {

class EntryListTest : public testing::Test {
 protected:
  static std::uint32_t function(std::string_view name) {
    for (std::uint32_t i = 0; i < library::functions().size(); ++i) {
      if (library::functions()[i].signature.starts_with(std::string(name) + "(")) return i;
    }
    return ~0U;
  }
  nest_status call(std::string_view name, const std::vector<nest_value>& arguments) {
    return nest_library_call(fake.user(), function(name), arguments.data(),
                             static_cast<std::uint32_t>(arguments.size()), &out);
  }

  FakeUser fake;
  nest_value out{};
};

TEST_F(EntryListTest, copies_the_items) {
  std::array items = {value_of_int(1), value_of_int(2)};
  nest_list list{};
  EXPECT_EQ(nest_list_make(fake.user(), items.data(), items.size(), &list), NEST_OK);
  items[0] = value_of_int(9);
  ASSERT_EQ(list.count, 2u);
  EXPECT_EQ(list.items[0].as.i, 1);
  EXPECT_EQ(nest_list_make(fake.user(), nullptr, 0, &list), NEST_OK);
  EXPECT_EQ(list.count, 0u);
}

TEST_F(EntryListTest, says_what_is_not_there) {
  EXPECT_EQ(nest_fail_index(fake.user(), -1, 2), NEST_MISSING);
  EXPECT_EQ(fake.failure(), "there is no element -1 in a list of 2");
}

TEST_F(EntryListTest, converts_arrays_element_by_element) {
  const nest_str json = fake.task.arena.copy(R"(["1", 2])");
  nest_list list{};
  EXPECT_EQ(nest_json_to_list(fake.user(), json.data, json.size, NEST_STRING, &list), NEST_OK);
  ASSERT_EQ(list.count, 2u);
  EXPECT_EQ(view_of(list.items[0].as.s), "1");
  EXPECT_EQ(nest_json_to_list(fake.user(), json.data, json.size, NEST_INT, &list), NEST_OK);
  EXPECT_EQ(list.items[1].as.i, 2);
  EXPECT_EQ(list.items[1].kind, static_cast<std::uint64_t>(NEST_INT));
  EXPECT_EQ(nest_json_to_list(fake.user(), json.data, json.size, NEST_BOOL, &list), NEST_FAILED);
  EXPECT_TRUE(fake.failure().starts_with("element 0 of the list: ")) << fake.failure();
  const nest_str hole = fake.task.arena.copy("[1, null]");
  EXPECT_EQ(nest_json_to_list(fake.user(), hole.data, hole.size, NEST_INT, &list), NEST_MISSING);
  EXPECT_TRUE(fake.failure().starts_with("element 1 of the list: ")) << fake.failure();
}

TEST_F(EntryListTest, a_list_that_fills_the_memory_of_a_task_fails) {
  nest_list list{};
  const std::vector<nest_value> many(1 << 20, value_of_int(1));
  nest_status status = NEST_OK;
  for (int i = 0; i < 4 && status == NEST_OK; ++i) {
    status = nest_list_make(fake.user(), many.data(), many.size(), &list);
  }
  EXPECT_EQ(status, NEST_FAILED);
  EXPECT_EQ(fake.failure(), fails_for_space().error().message);
}

TEST_F(EntryListTest, calls_functions_with_the_users_own_memory_and_chance) {
  EXPECT_EQ(call("upper", {value_of_text("abc")}), NEST_OK);
  EXPECT_EQ(view_of(out.as.s), "ABC");
  EXPECT_GT(fake.task.arena.used(), 0u);
  EXPECT_EQ(call("uuid", {}), NEST_OK);
  const std::string first(view_of(out.as.s));
  EXPECT_EQ(first.size(), 36u);
  FakeUser same;
  nest_value again{};
  EXPECT_EQ(nest_library_call(same.user(), function("uuid"), nullptr, 0, &again), NEST_OK);
  EXPECT_EQ(view_of(again.as.s), first);
  FakeUser another(1, 1);
  EXPECT_EQ(nest_library_call(another.user(), function("uuid"), nullptr, 0, &again), NEST_OK);
  EXPECT_NE(view_of(again.as.s), first);
}

TEST_F(EntryListTest, a_function_that_fails_says_why_and_where) {
  fake.task.context.site = 5;
  EXPECT_EQ(call("hex_decode", {value_of_text("x")}), NEST_FAILED);
  EXPECT_EQ(fake.failure(), "these are not pairs of hexadecimal digits: one is missing");
  EXPECT_EQ(fake.task.failure.site, 5u);
}

}  // namespace
}  // namespace nest
