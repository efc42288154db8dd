#include "runtime/tables/table.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <cstring>
#include <utility>

#include "runtime/tables/csv_reader.h"
#include "runtime/tables/header.h"
#include "runtime/tables/json_rows.h"

namespace nest {
namespace {

CsvField csv_field(std::string_view text, std::uint64_t rows_before, std::size_t column) {
  CsvReader reader(text.data(), text.data() + text.size());
  CsvField field;
  for (; rows_before > 0; --rows_before) {
    while (reader.next(field) == CsvEnd::Field) {
    }
  }
  for (std::size_t i = 0; i <= column; ++i) static_cast<void>(reader.next(field));
  return field;
}

std::string_view line(std::string_view text, std::uint64_t lines_before) {
  for (; lines_before > 0; --lines_before) text.remove_prefix(text.find('\n') + 1);
  text = text.substr(0, text.find('\n'));
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

std::string_view json_row(std::string_view text, std::uint64_t rows_before) {
  JsonRows rows = JsonRows::from(text);
  std::string_view row;
  for (std::uint64_t i = 0; i <= rows_before; ++i) static_cast<void>(rows.next(row));
  return row;
}

}  // namespace

std::expected<DataTable, TableFault> DataTable::load(const std::filesystem::path& path, TableFormat format) {
  auto text = TableText::read(path);
  if (!text) return std::unexpected(std::move(text.error()));
  if (TableFault broken = find_broken_utf8(*text); broken.line > 0) return std::unexpected(std::move(broken));
  DataTable table(std::move(*text), format);
  TableFault fault;
  switch (format) {
    case TableFormat::Csv:
      fault = table.index_csv();
      break;
    case TableFormat::Json:
      fault = table.index_json();
      break;
    case TableFormat::Lines:
      fault = table.index_lines();
      break;
  }
  constexpr std::uint64_t kMostRows = 0xffff'ffff;
  if (fault.message.empty() && table.rows_ > kMostRows) fault.message = "it has more than 4,294,967,295 rows";
  if (!fault.message.empty()) return std::unexpected(std::move(fault));
  table.marks_.shrink_to_fit();
  return table;
}

std::size_t DataTable::memory() const {
  return bytes().size() + kTablePadding + marks_.capacity() * sizeof(std::uint64_t);
}

TableFault DataTable::fault_at(const char* where, std::string message) const {
  const std::string_view text = text_.view();
  return {line_of(text, static_cast<std::size_t>(where - text.data())), std::move(message)};
}

void DataTable::add_row(const char* begin) {
  if (rows_++ % kStride == 0) marks_.push_back(static_cast<std::uint64_t>(begin - text_.view().data()));
}

std::string_view DataTable::from_mark(std::uint64_t row) const {
  return text_.view().substr(marks_[row / kStride]);
}

TableFault DataTable::index_csv() {
  const std::string_view text = text_.view();
  auto header = csv_header(text);
  if (!header) return header.error();
  columns_ = std::move(header->columns);
  CsvReader reader(text.data() + header->size, text.data() + text.size());
  while (!reader.is_at_end()) {
    const char* const begin = reader.position();
    CsvField field;
    std::size_t fields = 1;
    CsvEnd end = reader.next(field);
    for (; end == CsvEnd::Field; end = reader.next(field)) ++fields;
    if (end == CsvEnd::Broken) return fault_at(reader.position(), std::string(reader.fault()));
    if (fields != columns_.size()) return fault_at(begin, ragged_text(fields, columns_.size(), field.text));
    add_row(begin);
  }
  return {};
}

TableFault DataTable::index_lines() {
  const std::string_view text = text_.view();
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at != end;) {
    add_row(at);
    const auto* next = static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
    at = next == nullptr ? end : next + 1;
  }
  return rows_ == 0 ? TableFault{0, "it is empty"} : TableFault{};
}

TableFault DataTable::index_json() {
  const std::string_view text = text_.view();
  JsonRows rows(text);
  simdjson::dom::parser parser;
  std::string_view row;
  JsonRows::Step step = rows.next(row);
  for (; step == JsonRows::Step::Row; step = rows.next(row)) {
    // Behind the row stands the rest of the file, or its padding.
    if (const auto error = parser.parse(row.data(), row.size(), false).error()) {
      return fault_at(row.data(),
                      fmt::format("row {} is no JSON: {}", rows_ + 1, simdjson::error_message(error)));
    }
    add_row(row.data());
  }
  if (step == JsonRows::Step::Broken) return fault_at(rows.position(), std::string(rows.fault()));
  if (!rows.is_followed_by_nothing()) return fault_at(rows.position(), "something follows the array");
  if (rows_ == 0) return {0, "there are no rows in its array"};
  auto header = json_header(text);
  if (!header) return header.error();
  columns_ = std::move(header->columns);
  return {};
}

TableField DataTable::field(std::uint64_t row, std::size_t column) const {
  const std::uint64_t before = row % kStride;
  switch (format_) {
    case TableFormat::Csv: {
      const CsvField field = csv_field(from_mark(row), before, column);
      return {field.text, field.has_doubled_quotes};
    }
    case TableFormat::Json:
      return {json_row(from_mark(row), before), false};
    case TableFormat::Lines:
      return {line(from_mark(row), before), false};
  }
  return {};
}

}  // namespace nest
