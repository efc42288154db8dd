#include "runtime/values/arena.h"

#include <gtest/gtest.h>

#include <cstring>
#include <random>
#include <string>
#include <vector>

namespace nest {
namespace {

bool aligned(const void* block) { return reinterpret_cast<std::uintptr_t>(block) % 16 == 0; }

unsigned sum_of(const char* data, std::size_t size) {
  unsigned sum = 0;
  for (std::size_t i = 0; i < size; ++i) sum += static_cast<unsigned char>(data[i]);
  return sum;
}

TEST(Arena, costs_little_when_idle) { EXPECT_LT(sizeof(Arena), 64u); }

TEST(Arena, gives_aligned_blocks_that_do_not_overlap) {
  ChunkPool pool;
  Arena arena(pool);
  std::vector<std::pair<unsigned char*, std::size_t>> blocks;
  std::mt19937 random(1);
  for (int i = 0; i < 2000; ++i) {
    const std::size_t size = random() % (i % 50 == 0 ? 40000 : 300);
    auto* block = static_cast<unsigned char*>(arena.try_allocate(size));
    ASSERT_NE(block, nullptr);
    ASSERT_TRUE(aligned(block));
    std::memset(block, i & 0xff, size);
    blocks.emplace_back(block, size);
  }
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    for (std::size_t k = 0; k < blocks[i].second; ++k) ASSERT_EQ(blocks[i].first[k], i & 0xff);
  }
}

TEST(Arena, keeps_padding_readable_behind_every_text) {
  ChunkPool pool;
  Arena arena(pool);
  // Sizes around a chunk's end and above it: the address sanitizer sees a read past the memory.
  for (std::size_t size = 0; size < 2 * ChunkPool::kSizes.back(); size += 97) {
    const nest_str text = arena.copy(std::string(size, 'x'));
    ASSERT_NE(text.data, nullptr);
    ASSERT_EQ(text.size, size);
    ASSERT_GE(sum_of(text.data, size + NEST_PADDING), size * 'x');
  }
}

TEST(Arena, copies_text) {
  ChunkPool pool;
  Arena arena(pool);
  std::string source = "hello";
  const nest_str copy = arena.copy(source);
  source = "-----";
  EXPECT_EQ(std::string_view(copy.data, copy.size), "hello");
}

TEST(Arena, gives_an_empty_text_an_address_of_its_own) {
  ChunkPool pool;
  Arena arena(pool);
  const nest_str first = arena.copy("");
  const nest_str second = arena.copy("");
  EXPECT_NE(first.data, nullptr);
  EXPECT_EQ(first.size, 0u);
  EXPECT_NE(first.data, second.data);
}

TEST(Arena, rewinds_to_the_same_address) {
  ChunkPool pool;
  Arena arena(pool);
  (void)arena.copy("before");
  const std::uint64_t mark = arena.mark();
  void* first = arena.try_allocate(100);
  arena.rewind(mark);
  EXPECT_EQ(arena.mark(), mark);
  EXPECT_EQ(arena.try_allocate(100), first);
}

TEST(Arena, rewinds_over_several_blocks_and_keeps_what_was_before) {
  ChunkPool pool;
  Arena arena(pool);
  const nest_str kept = arena.copy("kept");
  const std::uint64_t mark = arena.mark();
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 20; ++i) (void)arena.copy(std::string(static_cast<std::size_t>(i) * 3000, 'y'));
    EXPECT_GT(arena.used(), 20u * 1500u);
    arena.rewind(mark);
    EXPECT_EQ(arena.mark(), mark);
  }
  EXPECT_EQ(std::string_view(kept.data, kept.size), "kept");
}

TEST(Arena, rewinds_to_a_mark_at_the_very_end_of_a_block) {
  ChunkPool pool;
  Arena arena(pool);
  char* filling = arena.try_text(ChunkPool::kSizes[0] - 96);  // all that a chunk holds
  std::memset(filling, 'f', ChunkPool::kSizes[0] - 96);
  const std::uint64_t mark = arena.mark();
  (void)arena.copy("after");
  arena.rewind(mark);
  EXPECT_EQ(arena.mark(), mark);
  EXPECT_EQ(sum_of(filling, ChunkPool::kSizes[0] - 96), ('f' * (ChunkPool::kSizes[0] - 96)));
  EXPECT_EQ(std::string_view(arena.copy("again").data, 5), "again");
}

TEST(Arena, nests_marks) {
  ChunkPool pool;
  Arena arena(pool);
  std::vector<std::uint64_t> marks;
  std::vector<nest_str> texts;
  for (std::size_t i = 0; i < 200; ++i) {
    marks.push_back(arena.mark());
    texts.push_back(arena.copy(std::string(i * 37, static_cast<char>('a' + i % 26))));
  }
  for (std::size_t i = 200; i-- > 0;) {
    ASSERT_EQ(std::string_view(texts[i].data, texts[i].size),
              std::string(i * 37, static_cast<char>('a' + i % 26)));
    arena.rewind(marks[i]);
    ASSERT_EQ(arena.mark(), marks[i]);
  }
  EXPECT_EQ(arena.used(), 0u);
}

TEST(Arena, refuses_what_passes_its_limit) {
  ChunkPool pool;
  Arena arena(pool, 100'000);
  EXPECT_EQ(arena.try_allocate(100'001), nullptr);
  EXPECT_EQ(arena.try_allocate(SIZE_MAX), nullptr);
  EXPECT_EQ(arena.try_text(SIZE_MAX - 10), nullptr);
  EXPECT_EQ(arena.copy(std::string(200'000, 'x')).data, nullptr);
  EXPECT_EQ(arena.used(), 0u);
  EXPECT_NE(arena.try_allocate(50'000), nullptr);
  EXPECT_NE(arena.try_allocate(40'000), nullptr);
  EXPECT_EQ(arena.try_allocate(40'000), nullptr);
  EXPECT_NE(arena.try_allocate(1'000), nullptr);  // a refusal changes nothing
  arena.reset();
  EXPECT_NE(arena.try_allocate(90'000), nullptr);
}

TEST(Arena, counts_small_blocks_against_its_limit) {
  ChunkPool pool;
  Arena arena(pool, 1'000'000);
  std::size_t blocks = 0;
  while (arena.try_allocate(100) != nullptr) ++blocks;
  EXPECT_GT(blocks, 8000u);
  EXPECT_LE(blocks, 1'000'000u / 100);
}

TEST(Arena, passes_its_limit_for_what_cannot_be_refused) {
  ChunkPool pool;
  Arena arena(pool, 1'000);
  auto* block = static_cast<char*>(arena.allocate(50'000));
  EXPECT_TRUE(aligned(block));
  std::memset(block, 1, 50'000);
  EXPECT_EQ(arena.try_allocate(1), nullptr);
  arena.reset();
  EXPECT_NE(arena.try_allocate(1), nullptr);
}

TEST(Arena, shrinks_the_newest_block) {
  ChunkPool pool;
  Arena arena(pool);
  (void)arena.try_allocate(16);
  char* text = arena.try_text(5000);
  arena.shrink(text, 20);
  EXPECT_EQ(arena.try_text(16), text + 32);
}

TEST(Arena, does_not_shrink_an_older_block) {
  ChunkPool pool;
  Arena arena(pool);
  char* older = arena.try_text(500);
  char* newer = arena.try_text(500);
  const std::uint64_t mark = arena.mark();
  arena.shrink(older, 1);
  EXPECT_EQ(arena.mark(), mark);
  arena.shrink(newer, 600);  // more than it has: nothing to give back
  EXPECT_EQ(arena.mark(), mark);
  arena.shrink(nullptr, 0);
  EXPECT_EQ(arena.mark(), mark);
}

TEST(Arena, uses_what_was_shrunk_off_a_large_block) {
  ChunkPool pool;
  Arena arena(pool);
  char* large = arena.try_text(100'000);
  arena.shrink(large, 1'000);
  auto* next = static_cast<char*>(arena.try_allocate(50'000));
  EXPECT_EQ(next, large + 1008);
  std::memset(next, 1, 50'000);
}

TEST(Arena, forgets_what_may_shrink_at_a_rewind) {
  ChunkPool pool;
  Arena arena(pool);
  char* first = arena.try_text(100);
  arena.rewind(0);
  arena.shrink(first, 1);
  EXPECT_EQ(arena.used(), 0u);
}

TEST(ChunkPool, hands_out_the_chunks_it_was_given_back) {
  ChunkPool pool;
  Arena first(pool);
  void* block = first.try_allocate(10);
  first.reset();
  Arena second(pool);
  EXPECT_EQ(second.try_allocate(10), block);
}

TEST(ChunkPool, serves_many_arenas) {
  ChunkPool pool;
  for (int round = 0; round < 3; ++round) {
    std::vector<std::unique_ptr<Arena>> arenas;
    for (int i = 0; i < 50; ++i) {
      arenas.push_back(std::make_unique<Arena>(pool));
      std::memset(arenas.back()->try_allocate(10'000), i, 10'000);
      std::memset(arenas.back()->try_allocate(10'000), i, 10'000);
    }
  }
}

}  // namespace
}  // namespace nest
