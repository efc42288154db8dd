#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

#include "runtime/values/arena.h"

namespace nest::http {

/// A text of unknown length that grows in an arena: twice as long whenever it is full. Bounded by `limit`,
/// and by the arena's own.
class BodyText {
 public:
  /// Forgets what was there (the arena's owner frees it). `expected`: a guess of the size.
  void begin(Arena& arena, std::uint64_t expected, std::uint64_t limit) {
    arena_ = &arena;
    limit_ = limit;
    data_ = nullptr;
    size_ = capacity_ = 0;
    expected_ = std::clamp<std::uint64_t>(expected, kLeast, kMostAtOnce);
  }

  /// Free space, at least one byte of it; empty when the limit is reached.
  [[nodiscard]] std::span<char> space() {
    if (size_ == capacity_ && !grow(size_ + 1)) return {};
    return {data_ + size_, capacity_ - size_};
  }
  void commit(std::size_t written) { size_ += written; }

  /// False when the limit would be passed.
  [[nodiscard]] bool append(std::string_view piece) {
    if (piece.size() > capacity_ - size_ && !grow(size_ + piece.size())) return false;
    std::memcpy(data_ + size_, piece.data(), piece.size());
    size_ += piece.size();
    return true;
  }

  /// The text; what was too much goes back to the arena. Never null.
  [[nodiscard]] std::string_view finish() {
    if (data_ == nullptr) return "";
    if (size_ < capacity_) arena_->shrink(data_, size_);
    capacity_ = size_;
    return {data_, size_};
  }

 private:
  static constexpr std::uint64_t kLeast = 512;
  static constexpr std::uint64_t kMostAtOnce = 1024 * 1024;

  bool grow(std::uint64_t least) {
    if (least > limit_) return false;
    const std::uint64_t wanted = std::min(limit_, std::max({least, expected_, capacity_ * std::uint64_t{2}}));
    char* const data = arena_->try_text(wanted);
    if (data == nullptr) return false;
    if (size_ > 0) std::memcpy(data, data_, size_);
    data_ = data;
    capacity_ = wanted;
    return true;
  }

  Arena* arena_ = nullptr;
  char* data_ = nullptr;
  std::uint64_t size_ = 0;
  std::uint64_t capacity_ = 0;
  std::uint64_t expected_ = 0;
  std::uint64_t limit_ = 0;
};

}  // namespace nest::http
