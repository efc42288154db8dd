#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/abi/nest_abi.h"

namespace nest {

/// Says on stderr that memory is gone and ends the process: a generator without memory can measure nothing.
[[noreturn]] void end_out_of_memory(std::size_t size);

/// Chunks of memory that the arenas of one worker take and give back, so that running tasks costs no malloc
/// once the worker is warm. In a few sizes: a user whose request is in flight holds a chunk, and most tasks
/// need little. Not thread-safe: one pool a worker, and it outlives the arenas that use it.
class ChunkPool {
 public:
  /// From small to large.
  static constexpr std::array<std::size_t, 3> kSizes = {1024, 4 * 1024, 16 * 1024};

  ChunkPool() = default;
  ChunkPool(const ChunkPool&) = delete;
  ChunkPool& operator=(const ChunkPool&) = delete;
  ~ChunkPool();

  /// kSizes[kind] bytes, 16-byte aligned; never null.
  [[nodiscard]] std::byte* take(std::size_t kind);
  void give_back(std::byte* chunk, std::size_t kind);

 private:
  struct FreeChunk {
    FreeChunk* next;
  };
  void add_slab(std::size_t kind);

  std::array<FreeChunk*, kSizes.size()> free_{};
  FreeChunk* slabs_ = nullptr;  // what the small chunks were cut from
};

/// A user's memory for the length of one task: bump allocation, freed as a whole. A user that waits between
/// tasks holds no chunk, and its arena is five words. Blocks too large for a chunk are allocated apart. Every
/// block ends with NEST_PADDING bytes that are never handed out, so that padding follows whatever is in it.
/// Not thread-safe.
class Arena {
 public:
  /// `limit`: bytes that one task may hold; beyond it try_allocate gives null.
  explicit Arena(ChunkPool& pool, std::size_t limit = kDefaultLimit) : pool_(&pool), limit_(limit) {}
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  ~Arena() { reset(); }

  static constexpr std::size_t kDefaultLimit = 64 * 1024 * 1024;

  /// Aligned to 16 bytes; null when the limit would be passed.
  [[nodiscard]] void* try_allocate(std::size_t size) {
    if (newest_ != nullptr && size <= newest_->capacity - offset_) {
      const std::size_t end = offset_ + rounded_up(size);
      if (newest_->start + end <= limit_) return take_up_to(end);
    }
    return try_another_block(size);
  }
  /// Aligned to 16 bytes; never null: passes the limit when it must.
  [[nodiscard]] void* allocate(std::size_t size) {
    if (newest_ == nullptr || size > newest_->capacity - offset_) add_block(rounded_up(size));
    return take_up_to(offset_ + rounded_up(size));
  }
  /// Space for a text of `size` bytes followed by NEST_PADDING readable bytes; null beyond the limit.
  [[nodiscard]] char* try_text(std::size_t size);
  /// A copy with its padding; {nullptr, 0} beyond the limit (an empty text has a non-null data).
  [[nodiscard]] nest_str copy(std::string_view text);
  /// Gives back all but the first `used` bytes of what try_allocate/try_text gave last; nothing happens when
  /// `block` is an older one. A text keeps its padding.
  void shrink(void* block, std::size_t used);

  /// A mark and the way back to it: everything allocated since is gone.
  [[nodiscard]] std::uint64_t mark() const { return newest_ == nullptr ? 0 : newest_->start + offset_; }
  void rewind(std::uint64_t mark);
  void reset() { rewind(0); }

  /// Bytes that count against the limit: what was handed out, and what stayed unused at the ends of older
  /// blocks.
  [[nodiscard]] std::size_t used() const { return mark(); }

 private:
  /// Stands at the beginning of its memory; `capacity` bytes to hand out follow it, then the padding.
  struct Block {
    Block* older;
    std::size_t capacity;
    std::uint64_t start;  // the capacities of all older blocks: makes a mark one number
    std::size_t kind;     // of the pool's sizes; kLarge: allocated apart
  };
  static constexpr std::size_t kBlockHeader = 32;
  static_assert(sizeof(Block) == kBlockHeader);
  static constexpr std::size_t kLarge = ChunkPool::kSizes.size();
  static constexpr std::size_t kAlignment = 16;

  [[nodiscard]] static constexpr std::size_t rounded_up(std::size_t size) {
    return (size + kAlignment - 1) & ~(kAlignment - 1);
  }
  /// Of a chunk. A multiple of kAlignment, as all capacities are.
  [[nodiscard]] static constexpr std::size_t capacity_of(std::size_t kind) {
    return ChunkPool::kSizes[kind] - kBlockHeader - NEST_PADDING;
  }
  [[nodiscard]] static std::byte* space_of(Block* block) {
    return reinterpret_cast<std::byte*>(block) + kBlockHeader;
  }
  [[nodiscard]] std::byte* take_up_to(std::size_t end) {
    latest_ = space_of(newest_) + offset_;
    offset_ = end;
    return latest_;
  }
  [[nodiscard]] void* try_another_block(std::size_t size);
  void add_block(std::size_t size);
  void drop_newest();

  ChunkPool* pool_;
  std::size_t limit_;
  Block* newest_ = nullptr;
  std::size_t offset_ = 0;       // handed out of the newest block; a multiple of 16
  std::byte* latest_ = nullptr;  // what try_allocate gave last, while shrink() may cut it
};

}  // namespace nest
