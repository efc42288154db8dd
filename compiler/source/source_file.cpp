#include "compiler/source/source_file.h"

#include <algorithm>

namespace nest {
namespace {

constexpr std::size_t kStride = 1024;

bool begins_code_point(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }

}  // namespace

SourceFile::SourceFile(std::string path, std::string text) : path_(std::move(path)), text_(std::move(text)) {
  line_starts_.push_back(0);
  std::uint32_t code_points = 0;
  for (std::size_t i = 0; i < text_.size(); ++i) {
    if (i % kStride == 0) marks_.push_back(code_points);
    if (begins_code_point(text_[i])) ++code_points;
    if (text_[i] == '\n') line_starts_.push_back(static_cast<std::uint32_t>(i + 1));
  }
  if (text_.size() % kStride == 0) marks_.push_back(code_points);
}

std::uint32_t SourceFile::code_points_before(std::uint32_t offset) const {
  std::uint32_t count = marks_[offset / kStride];
  for (std::size_t i = offset / kStride * kStride; i < offset; ++i) {
    if (begins_code_point(text_[i])) ++count;
  }
  return count;
}

LineColumn SourceFile::position(std::uint32_t offset) const {
  const auto at = std::min(offset, static_cast<std::uint32_t>(text_.size()));
  const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), at);
  const auto line = static_cast<std::uint32_t>(next - line_starts_.begin());
  return {line, 1 + code_points_before(at) - code_points_before(line_starts_[line - 1])};
}

std::string_view SourceFile::line(std::uint32_t number) const {
  if (number == 0 || number > line_starts_.size()) return {};
  const std::size_t begin = line_starts_[number - 1];
  std::size_t end = number < line_starts_.size() ? line_starts_[number] - 1 : text_.size();
  if (end > begin && text_[end - 1] == '\r') --end;
  return text().substr(begin, end - begin);
}

}  // namespace nest
