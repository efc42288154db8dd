#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "runtime/abi/nest_program.h"
#include "runtime/data/row_pool.h"
#include "runtime/data/row_store.h"

namespace nest {

/// The rows of a run in this process. Thread-safe. Outlives every operation begun in it.
class LocalRows final : public RowStore {
 public:
  /// `rows`: how many each of `data` has, in their order. Shuffles by `seed`, each data in its own way.
  LocalRows(std::span<const nest_data> data, std::span<const std::uint64_t> rows, std::uint64_t seed);

  [[nodiscard]] SharedAnswer next(std::uint32_t data, SharedCaller& caller) override;
  void give_back(std::uint32_t data, std::uint64_t row) override;

 private:
  struct Source {
    const nest_data* data = nullptr;
    std::uint64_t rows = 0;
    std::uint64_t key = 0;                 // of its shuffles
    std::atomic<std::uint64_t> taken = 0;  // rows that were handed out, of all policies but unique
    std::unique_ptr<RowPool> pool;         // of unique
  };

  [[nodiscard]] static SharedAnswer claim(Source& source, SharedCaller& caller);
  [[nodiscard]] static SharedResult take(Source& source);

  std::vector<std::unique_ptr<Source>> sources_;  // behind pointers: an atomic does not move
};

}  // namespace nest
