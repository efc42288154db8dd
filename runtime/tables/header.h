#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/tables/table_text.h"

namespace nest {

/// What the beginning of a data file says about its columns.
struct TableHeader {
  std::vector<std::string> columns;
  std::size_t size = 0;     ///< bytes until behind it
  bool needs_more = false;  ///< the text ended before the header did: of a part of a file that says nothing
};

/// The header of a CSV file, and that something follows it. Each column has a name of its own.
[[nodiscard]] std::expected<TableHeader, TableFault> csv_header(std::string_view text, bool is_whole = true);
/// The keys of the first object of an array, in their order, each once.
[[nodiscard]] std::expected<TableHeader, TableFault> json_header(std::string_view text, bool is_whole = true);

/// What is wrong with a record that has another number of values than the header; `value`: its last one.
[[nodiscard]] std::string ragged_text(std::size_t values, std::size_t columns, std::string_view value);

}  // namespace nest
