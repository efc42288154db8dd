#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/tables/table_text.h"

namespace nest {

/// How the rows of a data file are written. The numbers are those of the ABI (NEST_DATA_CSV …).
enum class TableFormat : std::uint8_t {
  Csv,    ///< a header with the columns' names, then a row a record
  Json,   ///< an array of objects; a row's only field is the object's text
  Lines,  ///< a row a line; its only field is the line, without its end
};

/// The names of the columns: of a CSV file its header, of a JSON file the keys of the first object, of lines
/// none. Reads the beginning of the file only. A fault for a file that cannot be read, is empty, has no rows,
/// or whose beginning is broken.
[[nodiscard]] std::expected<std::vector<std::string>, TableFault> read_columns(
    const std::filesystem::path& path, TableFormat format);

/// A field of a row: a slice of the file's text, valid as long as the table, with kTablePadding readable
/// bytes behind it.
struct TableField {
  std::string_view text;
  bool has_doubled_quotes = false;  ///< the value is undouble_quotes(text)
};

/// The rows of a data file. Read-only once it is loaded: any number of threads may read it. Memory: the
/// file's text, and the places of every eighth row, so one byte a row.
class DataTable {
 public:
  /// Reads the whole file and looks at every row: a fault names the line.
  [[nodiscard]] static std::expected<DataTable, TableFault> load(const std::filesystem::path& path,
                                                                 TableFormat format);

  [[nodiscard]] const std::vector<std::string>& columns() const { return columns_; }
  [[nodiscard]] std::uint64_t rows() const { return rows_; }
  /// A field by its column; of JSON and lines the only one is 0. Both in range.
  [[nodiscard]] TableField field(std::uint64_t row, std::size_t column) const;
  /// The file, byte for byte, and what the table keeps in memory in all.
  [[nodiscard]] std::string_view bytes() const { return text_.all_bytes(); }
  [[nodiscard]] std::size_t memory() const;

 private:
  // Skipping seven rows to get at one costs about what a cache miss does.
  static constexpr std::uint64_t kStride = 8;

  DataTable(TableText text, TableFormat format) : text_(std::move(text)), format_(format) {}
  [[nodiscard]] TableFault index_csv();
  [[nodiscard]] TableFault index_json();
  [[nodiscard]] TableFault index_lines();
  [[nodiscard]] TableFault fault_at(const char* where, std::string message) const;
  void add_row(const char* begin);
  [[nodiscard]] std::string_view from_mark(std::uint64_t row) const;

  TableText text_;
  TableFormat format_;
  std::vector<std::string> columns_;
  std::uint64_t rows_ = 0;
  std::vector<std::uint64_t> marks_;  // where rows 0, kStride, 2 * kStride … begin
};

}  // namespace nest
