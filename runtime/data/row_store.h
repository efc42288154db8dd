#pragma once

#include <cstdint>

#include "runtime/shared/shared_store.h"

namespace nest {

/// Who has which rows of a run's data: it hands out numbers of rows, the rows themselves are every process's
/// own (DataTables). Any thread may call. As with SharedStore an answer may come at once or later: a store on
/// another machine answers later always, the one in this process only where a user has to wait for a row.
class RowStore {
 public:
  virtual ~RowStore() = default;

  /// The next row of nest_program.data[data], by its policy; not for NEST_DATA_RANDOM, which concerns nobody
  /// else. The result is the row's number, an int64, or a failure of kind NEST_MISSING: none is left. A
  /// PendingOperation that is destroyed leaves the line; a row that was on its way to it goes back.
  [[nodiscard]] virtual SharedAnswer next(std::uint32_t data, SharedCaller& caller) = 0;
  /// A row of NEST_DATA_UNIQUE is free again. It was given by next(), and is given back once.
  virtual void give_back(std::uint32_t data, std::uint64_t row) = 0;
};

}  // namespace nest
