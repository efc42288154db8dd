#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace nest {

/// A table of text for a terminal or a file: columns as wide as their widest cell, two blanks between them.
/// The first `left_columns` are aligned left, the others right.
class Table {
 public:
  /// `alignment` has an 'l' or 'r' for each column; the last one counts for all that follow.
  Table(std::vector<std::string> heads, std::string alignment);

  /// As many cells as there are heads.
  void add(std::vector<std::string> cells);
  /// A line of dashes before the next row.
  void rule();

  /// Lines, each ended by '\n'. `width` > 0: the column `flexible` is cut so that lines fit, but never below
  /// 16 characters; where there is a column `then`, down to nothing, before that one is cut. Cells are cut in
  /// their middle, those of the last column at their end.
  [[nodiscard]] std::string text(std::size_t width = 0, std::size_t flexible = 0,
                                 std::optional<std::size_t> then = std::nullopt) const;

 private:
  [[nodiscard]] std::vector<std::size_t> widths() const;

  [[nodiscard]] bool is_left(std::size_t column) const;

  std::string alignment_;
  std::vector<std::vector<std::string>> rows_;  // the first are the heads; an empty one is a rule
};

}  // namespace nest
