#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "runtime/shared/shared_size.h"
#include "runtime/shared/shared_store.h"

namespace nest {

/// Values by a text. Thread-safe.
class SharedMap {
 public:
  explicit SharedMap(std::string name, std::size_t limit = kSharedLimit)
      : name_(std::move(name)), limit_(limit) {}

  /// NEST_MISSING when there is none.
  [[nodiscard]] SharedResult get(std::string_view key) const;
  /// Fails when the map would pass its limit.
  [[nodiscard]] SharedResult set(std::string_view key, SharedValue value);
  /// Whether it was there.
  [[nodiscard]] bool remove(std::string_view key);
  [[nodiscard]] std::int64_t size() const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const { return std::hash<std::string_view>{}(key); }
  };

  std::string name_;
  std::size_t limit_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, SharedValue, Hash, std::equal_to<>> values_;
  std::size_t bytes_ = 0;  // of values_
};

}  // namespace nest
