#include "runtime/values/state_text.h"

#include <gtest/gtest.h>

#include <string>

namespace nest {
namespace {

std::string_view text_of(const nest_str& slot) { return {slot.data, slot.size}; }

TEST(StateText, owns_a_copy) {
  nest_str slot{};
  std::string source = "token";
  store_text(slot, source);
  source.assign(5, '-');
  EXPECT_EQ(text_of(slot), "token");
  release_text(slot);
  EXPECT_EQ(slot.data, nullptr);
  EXPECT_EQ(slot.size, 0u);
  release_text(slot);
}

TEST(StateText, reuses_memory_that_is_large_enough) {
  nest_str slot{};
  store_text(slot, "a longer text");
  const char* memory = slot.data;
  store_text(slot, "short");
  EXPECT_EQ(slot.data, memory);
  store_text(slot, "a longer tex!");
  EXPECT_EQ(slot.data, memory);
  EXPECT_EQ(text_of(slot), "a longer tex!");
  store_text(slot, std::string(1000, 'z'));
  EXPECT_EQ(text_of(slot), std::string(1000, 'z'));
  release_text(slot);
}

TEST(StateText, stores_a_part_of_itself) {
  nest_str slot{};
  store_text(slot, "0123456789");
  store_text(slot, text_of(slot).substr(3));
  EXPECT_EQ(text_of(slot), "3456789");
  store_text(slot, text_of(slot));
  EXPECT_EQ(text_of(slot), "3456789");
  release_text(slot);
}

TEST(StateText, stores_an_empty_text_with_an_address) {
  nest_str slot{};
  store_text(slot, {});
  EXPECT_NE(slot.data, nullptr);
  EXPECT_EQ(slot.size, 0u);
  release_text(slot);
}

TEST(StateText, is_padded) {
  nest_str slot{};
  for (std::size_t size = 0; size < 300; size += 7) {
    store_text(slot, std::string(size, 'p'));
    for (std::size_t i = 0; i < NEST_PADDING; ++i) ASSERT_EQ(slot.data[size + i], '\0');
  }
  release_text(slot);
}

TEST(StateText, releases_the_slots_of_a_state) {
  struct State {
    std::int64_t count = 4;
    nest_str name{};
    double ratio = 0.5;
    nest_str body{};
  } state;
  store_text(state.name, "n");
  store_text(state.body, "b");
  const std::uint32_t owned[] = {offsetof(State, name), offsetof(State, body)};
  release_state(&state, owned, 2);  // the leak checker of the address sanitizer looks at the rest
  EXPECT_EQ(state.name.data, nullptr);
  EXPECT_EQ(state.body.data, nullptr);
  EXPECT_EQ(state.count, 4);
  release_state(&state, owned, 2);
}

}  // namespace
}  // namespace nest
