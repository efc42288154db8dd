#include "runtime/report/table.h"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <utility>

#include "runtime/report/format.h"

namespace nest {

namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kNarrowest = 16;

std::size_t total_width(const std::vector<std::size_t>& widths) {
  return std::accumulate(widths.begin(), widths.end(), kGap * (widths.size() - 1));
}

// Takes from a column what the lines are too long, down to `least`.
void shrink(std::vector<std::size_t>& widths, std::size_t column, std::size_t limit, std::size_t least) {
  const std::size_t total = total_width(widths);
  if (total <= limit) return;
  const std::size_t excess = total - limit;
  const std::size_t wanted = widths[column] > excess ? widths[column] - excess : 0;
  widths[column] = std::min(widths[column], std::max(wanted, least));
}

}  // namespace

Table::Table(std::vector<std::string> heads, std::string alignment) : alignment_(std::move(alignment)) {
  rows_.push_back(std::move(heads));
}

bool Table::is_left(std::size_t column) const {
  return alignment_[std::min(column, alignment_.size() - 1)] == 'l';
}

void Table::add(std::vector<std::string> cells) {
  assert(cells.size() == rows_.front().size());
  rows_.push_back(std::move(cells));
}

void Table::rule() { rows_.emplace_back(); }

std::vector<std::size_t> Table::widths() const {
  std::vector<std::size_t> widths(rows_.front().size());
  for (const std::vector<std::string>& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  }
  return widths;
}

std::string Table::text(std::size_t width, std::size_t flexible, std::optional<std::size_t> then) const {
  std::vector<std::size_t> columns = widths();
  if (width > 0) {
    shrink(columns, flexible, width, then ? 0 : kNarrowest);
    if (then) shrink(columns, *then, width, kNarrowest);
  }
  std::string result;
  for (const std::vector<std::string>& row : rows_) {
    std::string line;
    if (row.empty()) line.append(total_width(columns), '-');
    for (std::size_t i = 0; i < row.size(); ++i) {
      const bool is_last = i + 1 == row.size();
      const std::string cell = is_last ? cut_end(row[i], columns[i]) : cut_middle(row[i], columns[i]);
      const std::string blanks(columns[i] - width_of(cell), ' ');
      if (i > 0) line.append(kGap, ' ');
      line += is_left(i) ? cell + blanks : blanks + cell;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    result += line + '\n';
  }
  return result;
}

}  // namespace nest
