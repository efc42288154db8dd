#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "runtime/shared/shared_store.h"

namespace nest {

/// A number that begins at 0. Thread-safe.
class SharedCounter {
 public:
  explicit SharedCounter(std::string name) : name_(std::move(name)) {}

  /// Adds, and gives the new value. Outside 64 bits: a failure, and the counter stays as it is.
  [[nodiscard]] SharedResult add(std::int64_t amount);
  [[nodiscard]] std::int64_t value() const { return value_.load(); }

 private:
  std::string name_;
  std::atomic<std::int64_t> value_ = 0;
};

}  // namespace nest
