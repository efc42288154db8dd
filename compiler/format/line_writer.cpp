#include "compiler/format/line_writer.h"

#include <algorithm>

#include "compiler/format/fit_item.h"

namespace nest::format {

void LineWriter::begin_line(std::size_t indent, bool blank_before) {
  lines_.push_back({indent, blank_before && !lines_.empty(), {}, {}});
}

void LineWriter::word(std::string_view text, bool spaced) {
  if (lines_.empty()) lines_.emplace_back();
  Line& line = lines_.back();
  if (!line.comment.empty()) {
    line.code += " " + line.comment;
    line.comment.clear();
  }
  if (spaced && !line.code.empty()) line.code += ' ';
  line.code += text;
}

void LineWriter::comment(std::string_view text) {
  if (at_line_start()) {
    word(text, false);
    return;
  }
  std::string& comment = lines_.back().comment;
  if (!comment.empty()) comment += ' ';
  comment += text;
}

bool LineWriter::Line::aligns_with(const Line& next) const {
  return !comment.empty() && !next.comment.empty() && indent == next.indent && !next.blank_before &&
         !code.contains('\n') && !next.code.contains('\n') && !comment.contains('\n');
}

std::size_t LineWriter::Line::width() const {
  const std::size_t last = code.rfind('\n');
  return last == std::string::npos ? indent + width_of(code)
                                   : width_of(std::string_view(code).substr(last + 1));
}

std::string LineWriter::text() const {
  std::string text;
  for (std::size_t begin = 0; begin < lines_.size();) {
    std::size_t end = begin + 1;
    while (end < lines_.size() && lines_[end - 1].aligns_with(lines_[end])) ++end;
    std::size_t column = 0;
    for (std::size_t i = begin; i < end; ++i) column = std::max(column, lines_[i].width());
    for (; begin < end; ++begin) {
      const Line& line = lines_[begin];
      if (line.blank_before) text += '\n';
      if (!line.code.empty()) text += std::string(line.indent, ' ') + line.code;
      if (!line.comment.empty()) text += std::string(column - line.width() + 2, ' ') + line.comment;
      text += '\n';
    }
  }
  return text;
}

}  // namespace nest::format
