#pragma once

#include <cstdint>
#include <deque>
#include <list>
#include <mutex>
#include <optional>

#include "runtime/shared/shared_store.h"

namespace nest {

/// Rows that one at a time has: free ones are handed out in the order of the file, then in the order in which
/// they came back; whoever has waited longest, on whichever thread, gets the next. Thread-safe; each call is
/// O(1). Outlives the operations that wait for it.
class RowPool {
 public:
  /// At most 2^32 rows, which no DataTable has more of.
  explicit RowPool(std::uint64_t rows) : rows_(rows) {}
  RowPool(const RowPool&) = delete;
  RowPool& operator=(const RowPool&) = delete;

  /// None when all are taken.
  [[nodiscard]] std::optional<std::uint64_t> try_claim();
  /// A row, at once or later.
  [[nodiscard]] SharedAnswer claim(SharedCaller& caller);
  void give_back(std::uint64_t row);

 private:
  class Claiming;
  [[nodiscard]] std::optional<std::uint64_t> pop();
  void hand_over(std::uint64_t row, bool first);

  std::uint64_t rows_;
  std::mutex mutex_;
  std::uint64_t untouched_ = 0;         // the first row that nobody has had yet
  std::deque<std::uint32_t> returned_;  // free again, the next first
  std::list<Claiming*> waiting_;        // the longest first; not empty only when no row is free
};

}  // namespace nest
