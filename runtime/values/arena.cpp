#include "runtime/values/arena.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>

namespace nest {
namespace {

constexpr std::size_t kSlabHeader = 16;

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
  while (slabs_ != nullptr) {
    FreeChunk* slab = slabs_;
    slabs_ = slab->next;
    std::free(slab);
  }
}

std::byte* ChunkPool::take(std::size_t kind) {
  if (free_[kind] == nullptr) add_slab(kind);
  FreeChunk* chunk = free_[kind];
  free_[kind] = chunk->next;
  return reinterpret_cast<std::byte*>(chunk);
}

/// Several chunks at once: no room is lost to malloc's own between them. An alignment's worth stands before
/// them, for the list of slabs.
void ChunkPool::add_slab(std::size_t kind) {
  const std::size_t count = kSizes.back() / kSizes[kind];
  std::byte* slab = system_memory(kSlabHeader + count * kSizes[kind]);
  slabs_ = new (slab) FreeChunk{slabs_};
  for (std::size_t i = count; i-- > 0;) give_back(slab + kSlabHeader + i * kSizes[kind], kind);
}

void ChunkPool::give_back(std::byte* chunk, std::size_t kind) {
  free_[kind] = new (chunk) FreeChunk{free_[kind]};
}

void* Arena::try_another_block(std::size_t size) {
  // Checked before rounding up, so that a hostile size cannot wrap around.
  if (size > limit_) return nullptr;
  const bool fits = newest_ != nullptr && size <= newest_->capacity - offset_;
  const std::uint64_t before = fits || newest_ == nullptr ? mark() : newest_->start + newest_->capacity;
  return before + rounded_up(size) > limit_ ? nullptr : allocate(size);
}

/// The first chunk of a task is small, the later ones are larger.
void Arena::add_block(std::size_t size) {
  std::size_t kind = newest_ == nullptr ? 0 : std::min(newest_->kind + 1, kLarge - 1);
  while (kind < kLarge && size > capacity_of(kind)) ++kind;
  const std::size_t capacity = kind < kLarge ? capacity_of(kind) : size;
  std::byte* memory =
      kind < kLarge ? pool_->take(kind) : system_memory(kBlockHeader + capacity + NEST_PADDING);
  const std::uint64_t start = newest_ == nullptr ? 0 : newest_->start + newest_->capacity;
  newest_ = new (memory) Block{newest_, capacity, start, kind};
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
  const std::size_t kind = block->kind;
  if (kind == kLarge) {
    std::free(block);
    return;
  }
  auto* memory = reinterpret_cast<std::byte*>(block);
  spoil(memory, ChunkPool::kSizes[kind]);
  pool_->give_back(memory, kind);
}

}  // namespace nest
