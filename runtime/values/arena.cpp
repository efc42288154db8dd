#include "runtime/values/arena.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>

namespace nest {
namespace {

constexpr std::size_t kAlignment = 16;

constexpr std::size_t rounded_up(std::size_t size) { return (size + kAlignment - 1) & ~(kAlignment - 1); }

std::byte* system_memory(std::size_t size) {
  void* memory = std::malloc(size);
  if (memory == nullptr) end_out_of_memory(size);
  return static_cast<std::byte*>(memory);
}

/// In builds with assertions, text that is used after its task ended reads as nonsense instead of nearly
/// right.
void spoil([[maybe_unused]] std::byte* begin, [[maybe_unused]] std::size_t size) {
#ifndef NDEBUG
  std::memset(begin, 0xdb, size);
#endif
}

}  // namespace

void end_out_of_memory(std::size_t size) {
  std::fprintf(stderr, "nest: out of memory (%zu bytes were asked for)\n", size);
  std::abort();
}

ChunkPool::~ChunkPool() {
  while (free_ != nullptr) {
    FreeChunk* chunk = free_;
    free_ = chunk->next;
    std::free(chunk);
  }
}

std::byte* ChunkPool::take() {
  if (free_ == nullptr) return system_memory(kChunkSize);
  FreeChunk* chunk = free_;
  free_ = chunk->next;
  return reinterpret_cast<std::byte*>(chunk);
}

void ChunkPool::give_back(std::byte* chunk) { free_ = new (chunk) FreeChunk{free_}; }

std::byte* Arena::space_of(Block* block) { return reinterpret_cast<std::byte*>(block) + kBlockHeader; }

void* Arena::try_allocate(std::size_t size) {
  // Checked before rounding up, so that a hostile size cannot wrap around.
  if (size > limit_) return nullptr;
  const std::size_t rounded = rounded_up(size);
  const std::uint64_t before =
      fits(rounded) || newest_ == nullptr ? mark() : newest_->start + newest_->capacity;
  return before + rounded > limit_ ? nullptr : allocate(size);
}

void* Arena::allocate(std::size_t size) {
  const std::size_t rounded = rounded_up(size);
  if (!fits(rounded)) add_block(rounded);
  latest_ = space_of(newest_) + offset_;
  offset_ += rounded;
  return latest_;
}

bool Arena::fits(std::size_t rounded) const {
  return newest_ != nullptr && rounded <= newest_->capacity - offset_;
}

void Arena::add_block(std::size_t size) {
  const bool pooled = size <= kChunkCapacity;
  const std::size_t capacity = pooled ? kChunkCapacity : size;
  std::byte* memory = pooled ? pool_->take() : system_memory(kBlockHeader + capacity + NEST_PADDING);
  const std::uint64_t start = newest_ == nullptr ? 0 : newest_->start + newest_->capacity;
  newest_ = new (memory) Block{newest_, capacity, start, pooled};
  offset_ = 0;
}

char* Arena::try_text(std::size_t size) {
  // At least one byte, so that two texts never share an address and shrink() knows which one is meant.
  return static_cast<char*>(try_allocate(size == 0 ? 1 : size));
}

nest_str Arena::copy(std::string_view text) {
  char* data = try_text(text.size());
  if (data == nullptr) return {nullptr, 0};
  if (!text.empty()) std::memcpy(data, text.data(), text.size());
  return {data, text.size()};
}

void Arena::shrink(void* block, std::size_t used) {
  if (block == nullptr || block != latest_) return;
  const std::size_t end = static_cast<std::size_t>(latest_ - space_of(newest_)) + rounded_up(used);
  if (end < offset_) offset_ = end;
}

void Arena::rewind(std::uint64_t mark) {
  latest_ = nullptr;
  while (newest_ != nullptr && newest_->start >= mark) drop_newest();
  if (newest_ == nullptr) return;
  const auto offset = static_cast<std::size_t>(mark - newest_->start);
  if (offset >= offset_) return;
  spoil(space_of(newest_) + offset, offset_ - offset);
  offset_ = offset;
}

void Arena::drop_newest() {
  Block* block = newest_;
  newest_ = block->older;
  // The older block is full up to here as far as marks can tell: what is left of it is found again by
  // rewind().
  offset_ = newest_ == nullptr ? 0 : newest_->capacity;
  if (!block->pooled) {
    std::free(block);
    return;
  }
  auto* memory = reinterpret_cast<std::byte*>(block);
  spoil(memory, ChunkPool::kChunkSize);
  pool_->give_back(memory);
}

}  // namespace nest
