#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace nest::mix {

/// Rows of cells as text for a terminal: columns as wide as their widest cell (in code points), two blanks
/// between them, the first column aligned left and the others right.
class TextTable {
 public:
  explicit TextTable(std::vector<std::string> heads) : rows_{std::move(heads)} {}

  /// As many cells as there are heads.
  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  /// Lines, each ended by '\n'.
  [[nodiscard]] std::string text() const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace nest::mix
