#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace nest::syntax {

/// Memory for many small objects that all go at once. Runs no destructors. For one thread.
class Arena {
 public:
  static constexpr std::size_t kChunk = std::size_t{64} * 1024;  ///< bytes; no object may be larger

  /// Room for `bytes`, aligned for anything, until release().
  void* allocate(std::size_t bytes) {
    bytes = (bytes + kAlignment - 1) / kAlignment * kAlignment;
    if (bytes > left_) begin_chunk();
    left_ -= bytes;
    return chunks_[used_ - 1].get() + left_;
  }

  /// Takes everything back. Keeps the memory of a usual file for the next one.
  void release() {
    constexpr std::size_t kKept = 16;
    if (chunks_.size() > kKept) chunks_.resize(kKept);
    used_ = 0;
    left_ = 0;
  }

 private:
  static constexpr std::size_t kAlignment = alignof(std::max_align_t);

  void begin_chunk() {
    if (used_ == chunks_.size()) chunks_.push_back(std::make_unique_for_overwrite<std::byte[]>(kChunk));
    ++used_;
    left_ = kChunk;
  }

  std::vector<std::unique_ptr<std::byte[]>> chunks_;
  std::size_t used_ = 0;  // chunks that something was allocated from
  std::size_t left_ = 0;  // bytes at the beginning of the last of them
};

}  // namespace nest::syntax
