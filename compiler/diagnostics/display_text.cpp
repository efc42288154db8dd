#include "compiler/diagnostics/display_text.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>

#include "compiler/source/utf8.h"

namespace nest {
namespace {

constexpr std::string_view kTab = "    ";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::string_view kCut = "\xE2\x80\xA6";          // U+2026
constexpr std::size_t kWindowBefore = 70;                  // bytes kept left of the focus
constexpr std::size_t kWindowAfter = 110;

struct Shown {
  std::string text;
  std::size_t width = 1;
};

std::string encode(utf8proc_int32_t code_point) {
  std::array<utf8proc_uint8_t, 4> bytes{};
  const auto length = static_cast<std::size_t>(utf8proc_encode_char(code_point, bytes.data()));
  return {reinterpret_cast<const char*>(bytes.data()), length};
}

bool is_deceptive(utf8proc_int32_t code_point) {
  constexpr utf8proc_int32_t kNonJoiner = 0x200C;
  constexpr utf8proc_int32_t kJoiner = 0x200D;
  switch (utf8proc_category(code_point)) {
    case UTF8PROC_CATEGORY_CF:  // direction overrides, zero-width spaces; the joiners are part of ordinary
                                // text
      return code_point != kNonJoiner && code_point != kJoiner;
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
      return true;
    default:
      return false;
  }
}

Shown show(CodePoint point, std::string_view raw) {
  if (!point.valid) return {std::string(kReplacement), 1};
  const auto value = static_cast<utf8proc_int32_t>(point.value);
  if (value < 0x20) return {encode(0x2400 + value), 1};  // the control pictures ␀ to ␟
  if (value == 0x7F) return {encode(0x2421), 1};         // ␡
  if (is_deceptive(value)) return {std::string(kReplacement), 1};
  return {std::string(raw), static_cast<std::size_t>(std::max(0, utf8proc_charwidth(value)))};
}

bool begins_code_point(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }

}  // namespace

std::string printable(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    result += point.value == '\t' ? " " : show(point, text.substr(at, point.bytes)).text;
    at += point.bytes;
  }
  return result;
}

DisplayLine::DisplayLine(std::string_view line, std::size_t focus) {
  std::size_t last = line.size();
  if (line.size() > kWindowBefore + kWindowAfter) {
    focus = std::min(focus, line.size());
    first_ = focus > kWindowBefore ? focus - kWindowBefore : 0;
    last = std::min(line.size(), focus + kWindowAfter);
    while (first_ > 0 && !begins_code_point(line[first_])) --first_;
    while (last < line.size() && !begins_code_point(line[last])) ++last;
  }

  std::size_t column = 0;
  if (first_ > 0) text_ += kCut, ++column;
  for (std::size_t at = first_; at < last;) {
    const CodePoint point = decode_utf8(line, at);
    const Shown shown = point.value == '\t' ? Shown{std::string(kTab), kTab.size()}
                                            : show(point, line.substr(at, point.bytes));
    columns_.insert(columns_.end(), point.bytes, column);
    text_ += shown.text;
    column += shown.width;
    at += point.bytes;
  }
  columns_.push_back(column);
  if (last < line.size()) text_ += kCut;
}

std::size_t DisplayLine::column(std::size_t offset) const {
  const std::size_t in_window = offset < first_ ? 0 : offset - first_;
  return columns_[std::min(in_window, columns_.size() - 1)];
}

}  // namespace nest
