#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "runtime/abi/nest_abi.h"

namespace nest {

/// Chunks of memory that the arenas of one worker take and give back, so that running tasks costs no malloc once the
/// worker is warm. Not thread-safe: one pool a worker, and it outlives the arenas that use it.
class ChunkPool {
 public:
  static constexpr std::size_t kChunkSize = 16 * 1024;

  ChunkPool() = default;
  ChunkPool(const ChunkPool&) = delete;
  ChunkPool& operator=(const ChunkPool&) = delete;
  ~ChunkPool();

  [[nodiscard]] std::byte* take();
  void give_back(std::byte* chunk);

 private:
  std::vector<std::byte*> free_;
};

/// A user's memory for the length of one task: bump allocation, freed as a whole. A user that waits between tasks
/// holds no chunk. Blocks too large for a chunk are allocated apart. Not thread-safe.
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
  /// Space for a text of `size` bytes followed by NEST_PADDING readable bytes; null beyond the limit.
  [[nodiscard]] char* try_text(std::size_t size);
  /// A copy with its padding; {nullptr, 0} beyond the limit (an empty text has a non-null data).
  [[nodiscard]] nest_str copy(std::string_view text);
  /// Gives back the last try_allocate/try_text down to `used` bytes of it, when it is still the newest block.
  void shrink(void* block, std::size_t used);

  /// A mark and the way back to it: everything allocated since is gone.
  [[nodiscard]] std::uint64_t mark() const;
  void rewind(std::uint64_t mark);
  void reset();

  [[nodiscard]] std::size_t used() const;

 private:
  struct Block {
    std::byte* data;
    std::size_t size;
    std::uint64_t start;  // total bytes before it: makes a mark one number
    bool pooled;
  };

  ChunkPool* pool_;
  std::size_t limit_;
  std::vector<Block> blocks_;
  std::size_t offset_ = 0;  // in the last block
};

}  // namespace nest
