#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "runtime/abi/nest_program.h"
#include "runtime/tables/table.h"

namespace nest {

/// The rows of all data of a program: one copy, for the users of all threads. Read-only.
class DataTables {
 public:
  /// Reads every file and looks at every row. The error names the file and the line, and the data that wants
  /// it.
  [[nodiscard]] static std::expected<DataTables, std::string> load(const nest_program& program);

  [[nodiscard]] const DataTable& table(std::uint32_t data) const { return tables_[data]; }
  /// How many rows each has.
  [[nodiscard]] std::vector<std::uint64_t> rows() const;

 private:
  std::vector<DataTable> tables_;
};

}  // namespace nest
