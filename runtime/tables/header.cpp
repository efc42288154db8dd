#include "runtime/tables/header.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <utility>

#include "runtime/tables/csv_reader.h"
#include "runtime/tables/json_rows.h"
#include "runtime/tables/table.h"

namespace nest {
namespace {

// What of a file is read to find its header at first; more where that is not enough.
constexpr std::size_t kFirstLook = std::size_t{64} * 1024;
constexpr std::size_t kLastLook = std::size_t{64} * 1024 * 1024;

using Header = std::expected<TableHeader, TableFault>;

Header empty_file() { return std::unexpected(TableFault{0, "it is empty"}); }

Header needs_more() {
  TableHeader header;
  header.needs_more = true;
  return header;
}

TableFault find_bad_name(const std::vector<std::string>& columns) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].empty()) return {1, fmt::format("column {} has no name", i + 1)};
    if (std::find(columns.begin(), columns.begin() + static_cast<std::ptrdiff_t>(i), columns[i]) !=
        columns.begin() + static_cast<std::ptrdiff_t>(i)) {
      return {1, fmt::format("two columns have the name `{}`", columns[i])};
    }
  }
  return {};
}

Header header_of(const TableText& text, TableFormat format) {
  switch (format) {
    case TableFormat::Csv:
      return csv_header(text.view(), text.is_whole());
    case TableFormat::Json:
      return json_header(text.view(), text.is_whole());
    case TableFormat::Lines:
      break;
  }
  if (text.view().empty()) return empty_file();
  return TableHeader{};
}

}  // namespace

Header csv_header(std::string_view text, bool is_whole) {
  if (text.empty()) return empty_file();
  CsvReader reader(text.data(), text.data() + text.size());
  TableHeader header;
  CsvEnd end = CsvEnd::Field;
  while (end == CsvEnd::Field) {
    CsvField field;
    end = reader.next(field);
    header.columns.push_back(field.has_doubled_quotes ? undouble_quotes(field.text)
                                                      : std::string(field.text));
  }
  header.size = static_cast<std::size_t>(reader.position() - text.data());
  if (!is_whole && (reader.is_at_end() || reader.is_unclosed())) return needs_more();
  if (end == CsvEnd::Broken) {
    return std::unexpected(TableFault{line_of(text, header.size), std::string(reader.fault())});
  }
  if (TableFault bad = find_bad_name(header.columns); bad.line > 0) return std::unexpected(std::move(bad));
  if (reader.is_at_end()) return std::unexpected(TableFault{0, "there are no rows below its header"});
  return header;
}

Header json_header(std::string_view text, bool is_whole) {
  if (text.empty()) return empty_file();
  JsonRows rows(text);
  std::string_view row;
  const JsonRows::Step step = rows.next(row);
  if (step == JsonRows::Step::Broken) {
    if (!is_whole && rows.is_at_end()) return needs_more();
    const auto offset = static_cast<std::size_t>(rows.position() - text.data());
    return std::unexpected(TableFault{line_of(text, offset), std::string(rows.fault())});
  }
  if (step == JsonRows::Step::End) return std::unexpected(TableFault{0, "there are no rows in its array"});
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  const auto begin = static_cast<std::size_t>(row.data() - text.data());
  if (const auto error = parser.parse(row.data(), row.size(), false).get(object)) {
    return std::unexpected(TableFault{line_of(text, begin),
                                      fmt::format("row 1 is no JSON: {}", simdjson::error_message(error))});
  }
  TableHeader header;
  for (const auto& [key, value] : object) {
    if (std::ranges::find(header.columns, key) == header.columns.end()) header.columns.emplace_back(key);
  }
  header.size = begin + row.size();
  return header;
}

std::string ragged_text(std::size_t values, std::size_t columns, std::string_view value) {
  if (values == 1 && value.empty()) return fmt::format("an empty line, where a row has {} values", columns);
  return fmt::format("{} value{}, but the header has {} column{}", values, values == 1 ? "" : "s", columns,
                     columns == 1 ? "" : "s");
}

std::expected<std::vector<std::string>, TableFault> read_columns(const std::filesystem::path& path,
                                                                 TableFormat format) {
  for (std::size_t limit = kFirstLook;; limit *= 16) {
    const auto text = TableText::read(path, limit);
    if (!text) return std::unexpected(text.error());
    if (TableFault broken = find_broken_utf8(*text); broken.line > 0)
      return std::unexpected(std::move(broken));
    auto header = header_of(*text, format);
    if (!header) return std::unexpected(std::move(header.error()));
    if (!header->needs_more) return std::move(header->columns);
    if (limit >= kLastLook) return std::unexpected(TableFault{1, "its first row is longer than 64 MiB"});
  }
}

}  // namespace nest
