#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/abi/nest_abi.h"

namespace nest {

/// Says on stderr that memory is gone and ends the process: a generator without memory can measure nothing.
[[noreturn]] void end_out_of_memory(std::size_t size);

/// Chunks of memory that the arenas of one worker take and give back, so that running tasks costs no malloc
/// once the worker is warm. Not thread-safe: one pool a worker, and it outlives the arenas that use it.
class ChunkPool {
 public:
  static constexpr std::size_t kChunkSize = 16 * 1024;

  ChunkPool() = default;
  ChunkPool(const ChunkPool&) = delete;
  ChunkPool& operator=(const ChunkPool&) = delete;
  ~ChunkPool();

  /// kChunkSize bytes, 16-byte aligned; never null.
  [[nodiscard]] std::byte* take();
  void give_back(std::byte* chunk);

 private:
  struct FreeChunk {
    FreeChunk* next;
  };
  FreeChunk* free_ = nullptr;
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
  [[nodiscard]] void* try_allocate(std::size_t size);
  /// Aligned to 16 bytes; never null: passes the limit when it must.
  [[nodiscard]] void* allocate(std::size_t size);
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
    bool pooled;
  };
  static constexpr std::size_t kBlockHeader = 32;
  static_assert(sizeof(Block) == kBlockHeader);
  static constexpr std::size_t kChunkCapacity = ChunkPool::kChunkSize - kBlockHeader - NEST_PADDING;

  [[nodiscard]] static std::byte* space_of(Block* block);
  [[nodiscard]] bool fits(std::size_t rounded) const;
  void add_block(std::size_t size);
  void drop_newest();

  ChunkPool* pool_;
  std::size_t limit_;
  Block* newest_ = nullptr;
  std::size_t offset_ = 0;       // handed out of the newest block; a multiple of 16
  std::byte* latest_ = nullptr;  // what try_allocate gave last, while shrink() may cut it
};

}  // namespace nest
