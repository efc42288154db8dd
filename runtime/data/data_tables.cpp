#include "runtime/data/data_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "runtime/values/text.h"

namespace nest {
namespace {

std::string place_of(const nest_program& program, std::uint32_t site) {
  const nest_site& place = program.sites[site];
  return fmt::format("{}:{}", view_of(program.files[place.file]), place.line);
}

std::string describe(const nest_program& program, const nest_data& data, const TableFault& fault) {
  const std::string line = fault.line > 0 ? fmt::format(":{}", fault.line) : std::string();
  return fmt::format("{}{}: {} (data `{}`, {})", view_of(data.path), line, fault.message, view_of(data.name),
                     place_of(program, data.site));
}

// Fields are read by their place: another header means other values.
bool has_columns(const DataTable& table, const nest_data& data) {
  return data.format != NEST_DATA_CSV ||
         std::equal(table.columns().begin(), table.columns().end(), data.columns,
                    data.columns + data.column_count,
                    [](const std::string& read, const nest_str& known) { return read == view_of(known); });
}

}  // namespace

std::expected<DataTables, std::string> DataTables::load(const nest_program& program) {
  DataTables tables;
  for (std::uint64_t i = 0; i < program.data_count; ++i) {
    const nest_data& data = program.data[i];
    auto table = DataTable::load(view_of(data.path), static_cast<TableFormat>(data.format));
    if (!table) return std::unexpected(describe(program, data, table.error()));
    if (!has_columns(*table, data)) {
      return std::unexpected(describe(
          program, data, {1, "its columns have changed since the scenarios were compiled; start again"}));
    }
    tables.tables_.push_back(std::move(*table));
  }
  return tables;
}

std::vector<std::uint64_t> DataTables::rows() const {
  std::vector<std::uint64_t> counts;
  for (const DataTable& table : tables_) counts.push_back(table.rows());
  return counts;
}

static_assert(static_cast<int>(TableFormat::Csv) == NEST_DATA_CSV &&
              static_cast<int>(TableFormat::Json) == NEST_DATA_JSON &&
              static_cast<int>(TableFormat::Lines) == NEST_DATA_LINES);
static_assert(kTablePadding >= NEST_PADDING);

}  // namespace nest
