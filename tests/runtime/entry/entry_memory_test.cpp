#include <gtest/gtest.h>

#include <cstddef>
#include <cstring>
#include <string>

#include "tests/runtime/entry/fake_user.h"

namespace nest {
namespace {

TEST(EntryMemory, gives_frames_that_go_with_the_task) {
  FakeUser fake;
  void* frame = nest_frame_alloc(fake.user(), 40);
  ASSERT_NE(frame, nullptr);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(frame) % 16, 0u);
  std::memset(frame, 1, 40);
  fake.task.end_task();
  EXPECT_EQ(nest_arena_mark(fake.user()), 0u);
  EXPECT_EQ(nest_frame_alloc(fake.user(), 40), frame);
}

TEST(EntryMemory, gives_a_frame_even_when_texts_have_used_up_the_arena) {
  FakeUser fake;
  while (fake.task.arena.try_allocate(1 << 20) != nullptr) {
  }
  void* frame = nest_frame_alloc(fake.user(), 1 << 20);
  ASSERT_NE(frame, nullptr);
  std::memset(frame, 1, 1 << 20);
}

TEST(EntryMemory, rewinds_to_a_mark) {
  FakeUser fake;
  const std::uint64_t mark = nest_arena_mark(fake.user());
  (void)fake.task.arena.copy("something");
  EXPECT_GT(nest_arena_mark(fake.user()), mark);
  nest_arena_rewind(fake.user(), mark);
  EXPECT_EQ(nest_arena_mark(fake.user()), mark);
}

TEST(EntryMemory, stores_state_that_outlives_the_task) {
  FakeUser fake;
  nest_str slot{};
  const nest_str text = fake.task.arena.copy("the token");
  EXPECT_EQ(nest_state_store(fake.user(), &slot, text.data, text.size), NEST_OK);
  fake.task.end_task();
  EXPECT_EQ(view_of(slot), "the token");
  EXPECT_EQ(nest_state_store(fake.user(), &slot, nullptr, 0), NEST_OK);
  EXPECT_EQ(slot.size, 0u);
  constexpr std::uint32_t kOwned[] = {0};
  release_state(&slot, kOwned, 1);
}

TEST(EntryMemory, keeps_a_state_text_that_the_task_still_holds) {
  FakeUser fake;
  nest_str slot{};
  nest_state_store(fake.user(), &slot, TEXT("old"));
  fake.task.end_task();
  const nest_str held = slot;
  const std::uint64_t mark = nest_arena_mark(fake.user());
  nest_state_store(fake.user(), &slot, TEXT("new"));
  nest_arena_rewind(fake.user(), mark);
  EXPECT_EQ(view_of(held), "old");
  constexpr std::uint32_t kOwned[] = {0};
  release_state(&slot, kOwned, 1);
}

TEST(EntryMemory, sees_the_user_and_its_context_at_one_address) {
  FakeUser fake(9, 77);
  EXPECT_EQ(static_cast<void*>(fake.user()), static_cast<void*>(&fake.task.context));
  EXPECT_EQ(fake.task.context.user_id, 77);
  EXPECT_EQ(fake.task.context.outcome, NEST_RUNNING);
}

}  // namespace
}  // namespace nest
