#include "runtime/values/state_text.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <vector>

namespace nest {
namespace {

struct State {
  std::int64_t count = 4;
  nest_str name{};
  double ratio = 0.5;
  nest_str body{};
};

/// A state that frees what it owns: the leak checker of the address sanitizer sees what is forgotten.
class StateTextsTest : public testing::Test {
 protected:
  ~StateTextsTest() override { release(); }
  void release() {
    constexpr std::uint32_t kOwned[] = {offsetof(State, name), offsetof(State, body)};
    release_state(&state, kOwned, 2);
  }
  static std::string_view text_of(const nest_str& slot) { return {slot.data, slot.size}; }

  State state;
  StateTexts texts;
};

TEST_F(StateTextsTest, own_a_copy) {
  std::string source = "token";
  texts.store(state.name, source, 0);
  source.assign(5, '-');
  EXPECT_EQ(text_of(state.name), "token");
}

TEST_F(StateTextsTest, keep_a_replaced_text_until_the_task_ends) {
  texts.store(state.name, "first", 0);
  const nest_str held = state.name;
  texts.store(state.name, "second", 0);
  EXPECT_EQ(text_of(held), "first");
  EXPECT_EQ(text_of(state.name), "second");
  texts.task_ended();
  EXPECT_EQ(text_of(state.name), "second");
}

TEST_F(StateTextsTest, store_a_part_of_what_they_replace) {
  texts.store(state.name, "0123456789", 0);
  texts.store(state.name, text_of(state.name).substr(3), 0);
  EXPECT_EQ(text_of(state.name), "3456789");
  texts.store(state.name, text_of(state.name), 0);
  EXPECT_EQ(text_of(state.name), "3456789");
}

TEST_F(StateTextsTest, keep_what_was_stored_before_the_mark_at_a_rewind) {
  texts.store(state.name, "from an earlier task", 5000);
  texts.task_ended();
  const nest_str earlier = state.name;
  texts.store(state.name, "before the mark", 100);
  const nest_str before = state.name;
  texts.store(state.name, "after it", 200);
  texts.rewound(150);
  EXPECT_EQ(texts.retired(), 2u);
  EXPECT_EQ(text_of(earlier), "from an earlier task");
  EXPECT_EQ(text_of(before), "before the mark");
  EXPECT_EQ(text_of(state.name), "after it");
}

TEST_F(StateTextsTest, hold_one_old_text_in_a_loop_that_rewinds) {
  texts.store(state.name, "before the loop", 50);
  for (int i = 0; i < 100; ++i) {
    texts.store(state.name, std::to_string(i), 100);
    texts.rewound(100);
    ASSERT_EQ(texts.retired(), 1u);  // the one from before: the task may have loaded it there
  }
  EXPECT_EQ(text_of(state.name), "99");
  texts.task_ended();
  EXPECT_EQ(texts.retired(), 0u);
}

TEST_F(StateTextsTest, store_an_empty_text_with_an_address) {
  texts.store(state.name, {}, 0);
  EXPECT_NE(state.name.data, nullptr);
  EXPECT_EQ(state.name.size, 0u);
}

TEST_F(StateTextsTest, are_padded) {
  for (std::size_t size = 0; size < 300; size += 7) {
    texts.store(state.name, std::string(size, 'p'), 0);
    for (std::size_t i = 0; i < NEST_PADDING; ++i) ASSERT_EQ(state.name.data[size + i], '\0');
  }
}

TEST_F(StateTextsTest, are_released_by_offset) {
  texts.store(state.name, "n", 0);
  texts.store(state.body, "b", 0);
  release();
  EXPECT_EQ(state.name.data, nullptr);
  EXPECT_EQ(state.body.data, nullptr);
  EXPECT_EQ(state.count, 4);
  EXPECT_EQ(state.ratio, 0.5);
  release();
}

TEST_F(StateTextsTest, own_lists_with_all_that_is_in_them) {
  std::string source = "token";
  nest_list list{};
  {
    const nest_value items[] = {{NEST_STRING, {.s = {source.data(), source.size()}}}, {NEST_INT, {.i = 7}}};
    ASSERT_TRUE(texts.store(list, items, 0));
  }
  source.assign(5, '-');
  ASSERT_EQ(list.count, 2U);
  EXPECT_EQ(text_of(list.items[0].as.s), "token");
  EXPECT_EQ(list.items[0].as.s.data[5], '\0');  // padded
  EXPECT_EQ(list.items[1].as.i, 7);
  // Part of what it replaces, which stays until the task ends.
  const nest_value held = list.items[0];
  ASSERT_TRUE(texts.store(list, {&held, 1}, 0));
  EXPECT_EQ(text_of(held.as.s), "token");
  EXPECT_EQ(texts.retired(), 1U);
  texts.task_ended();
  EXPECT_EQ(text_of(list.items[0].as.s), "token");
  ASSERT_TRUE(texts.store(list, {}, 0));
  EXPECT_EQ(list.count, 0U);
  EXPECT_NE(list.items, nullptr);
  constexpr std::uint32_t kOwned[] = {0};
  release_state(&list, kOwned, 1);
}

TEST_F(StateTextsTest, refuse_a_list_whose_copy_is_too_large) {
  const std::string megabyte(1 << 20, 'a');
  const std::vector<nest_value> items(64, {NEST_STRING, {.s = {megabyte.data(), megabyte.size()}}});
  nest_list list{};
  EXPECT_FALSE(texts.store(list, items, 0));
  EXPECT_EQ(list.items, nullptr);
}

}  // namespace
}  // namespace nest
