#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace nest::format {

/// Collects the lines of a file. Comments at the ends of lines that follow each other stand one below the
/// other.
class LineWriter {
 public:
  /// Begins a line so many columns from the left; behind an empty one, if wanted and not the file's first.
  void begin_line(std::size_t indent, bool blank_before = false);
  /// Puts a text behind what the line has, with a space between the two unless it is the line's first.
  void word(std::string_view text, bool spaced);
  /// Puts a comment at the end of the line.
  void comment(std::string_view text);

  [[nodiscard]] std::size_t indent() const { return lines_.empty() ? 0 : lines_.back().indent; }
  [[nodiscard]] bool at_line_start() const { return lines_.empty() || lines_.back().code.empty(); }
  /// All lines, each with its line end.
  [[nodiscard]] std::string text() const;

 private:
  struct Line {
    std::size_t indent = 0;
    bool blank_before = false;
    std::string code;
    std::string comment;

    [[nodiscard]] bool aligns_with(const Line& next) const;
    [[nodiscard]] std::size_t width() const;
  };

  std::vector<Line> lines_;
};

}  // namespace nest::format
