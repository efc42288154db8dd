#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/source/span.h"

namespace nest {

/// Where a byte stands, as people count: both from 1; the column counts Unicode code points.
struct LineColumn {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

/// One file's path and text with its line table. Immutable after construction, so it may be read from any
/// thread. The text is valid UTF-8: load_source() refuses anything else before a SourceFile exists.
class SourceFile {
 public:
  /// `path` is how the file is named to people (as given or found); `text` must be valid UTF-8.
  SourceFile(std::string path, std::string text);

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] std::size_t line_count() const { return line_starts_.size(); }

  /// Line and column of a byte offset; an offset past the end gives the end.
  [[nodiscard]] LineColumn position(std::uint32_t offset) const;
  /// The text of a line, counted from 1, without its line end.
  [[nodiscard]] std::string_view line(std::uint32_t number) const;

 private:
  /// Code points that begin before `offset`, which is in the text or its end.
  [[nodiscard]] std::uint32_t code_points_before(std::uint32_t offset) const;

  std::string path_;
  std::string text_;
  std::vector<std::uint32_t> line_starts_;  // byte offset of each line's first byte
  // code_points_before() every kStride bytes: a thousand findings in one endless line are placed at once.
  std::vector<std::uint32_t> marks_;
};

}  // namespace nest
