// Rows of data, for one user alone.

#include <fmt/format.h>

#include <algorithm>

#include "runtime/tables/csv_reader.h"
#include "tests/oracle/interpreter.h"

namespace nest::oracle {

const DataTable& Interpreter::table(hir::DataId id) {
  const auto found = tables_.find(id);
  if (found != tables_.end()) return found->second;
  const hir::Data& data = program_->data[hir::index(id)];
  auto loaded = DataTable::load(data.path, static_cast<TableFormat>(data.format));
  return tables_.emplace(id, std::move(loaded.value())).first->second;
}

Interpreter::Value Interpreter::node(const hir::DataNext& next, const hir::Expression& whole) {
  const hir::Data& data = program_->data[hir::index(next.data)];
  const auto rows = static_cast<std::int64_t>(table(next.data).rows());
  if (data.policy == hir::DataPolicy::Random)
    return static_cast<std::int64_t>(task_->random.below(static_cast<std::uint64_t>(rows)));
  std::int64_t& taken = rows_taken_[next.data];
  if (data.policy == hir::DataPolicy::Unique) {
    std::deque<std::int64_t>& free = rows_free_[next.data];
    if (taken < rows) {
      free.push_front(taken++);
    }
    if (!free.empty()) {
      rows_claimed_[next.data].push_back(free.front());
      free.pop_front();
      return rows_claimed_[next.data].back();
    }
  } else if (taken < rows || data.exhausted == hir::Exhausted::Wrap) {
    return taken++ % rows;
  }
  if (data.exhausted == hir::Exhausted::StopUser) throw NoRowLeft{};
  const bool unique = data.policy == hir::DataPolicy::Unique;
  throw Failure{NEST_FAILED,
                fmt::format("no row of `{}` is left: all of its rows ({}) {}", data.name, rows,
                            unique ? "are claimed" : "have been used"),
                whole.span};
}

Interpreter::Value Interpreter::node(const hir::DataField& field, const hir::Expression&) {
  const auto row = static_cast<std::uint64_t>(integer(*field.row));
  const TableField found = table(field.data).field(row, field.column);
  return found.has_doubled_quotes ? undouble_quotes(found.text) : std::string(found.text);
}

Interpreter::Value Interpreter::node(const hir::DataSize& size, const hir::Expression&) {
  return static_cast<std::int64_t>(table(size.data).rows());
}

void Interpreter::release(const hir::Release& release, Span span) {
  const hir::Data& data = program_->data[hir::index(release.data)];
  std::vector<std::int64_t>& claimed = rows_claimed_[release.data];
  std::vector<std::int64_t> back = claimed;
  if (release.row != nullptr) back = {integer(*release.row)};
  for (const std::int64_t row : back) {
    const auto found = std::ranges::find(claimed, row);
    if (found == claimed.end()) {
      throw Failure{
          NEST_FAILED,
          fmt::format("this user does not have row {} of `{}`: it was given back", row + 1, data.name), span};
    }
    claimed.erase(found);
    rows_free_[release.data].push_back(row);
  }
}

}  // namespace nest::oracle
