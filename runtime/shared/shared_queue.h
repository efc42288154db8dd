#pragma once

#include <cstddef>
#include <deque>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "runtime/shared/shared_size.h"
#include "runtime/shared/shared_store.h"

namespace nest {

/// First in, first out, for values and for those who wait for one: whoever has waited longest, on whichever
/// thread, gets the next value. Thread-safe. Outlives the operations that wait for it.
class SharedQueue {
 public:
  explicit SharedQueue(std::string name, std::size_t limit = kSharedLimit)
      : name_(std::move(name)), limit_(limit) {}
  SharedQueue(const SharedQueue&) = delete;
  SharedQueue& operator=(const SharedQueue&) = delete;

  /// Fails when the queue would pass its limit.
  [[nodiscard]] SharedResult put(SharedValue value);
  /// The first value, at once or later.
  [[nodiscard]] SharedAnswer take(SharedCaller& caller);
  /// NEST_MISSING when there is none.
  [[nodiscard]] SharedResult try_take();
  [[nodiscard]] std::int64_t size() const;

 private:
  class Taking;
  SharedValue pop();
  void hand_over(SharedValue value);

  std::string name_;
  std::size_t limit_;
  mutable std::mutex mutex_;
  // Of these two one is always empty.
  std::deque<SharedValue> values_;
  std::list<Taking*> waiting_;  // the longest first
  std::size_t bytes_ = 0;       // of values_
};

}  // namespace nest
