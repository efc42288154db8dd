#include "compiler/diagnostics/snippet.h"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/diagnostics/display_text.h"

namespace nest {
namespace {

/// Of a longer span the first two lines and the last are shown.
constexpr std::uint32_t kMostLines = 5;

/// Where a span stands, by line (from 1) and byte offset in that line.
struct Extent {
  std::uint32_t first_line = 1;
  std::uint32_t last_line = 1;
  std::size_t first_offset = 0;
  std::size_t last_offset = 0;  // past the last byte
};

Extent extent_of(const SourceFile& file, Span span) {
  const std::string_view text = file.text();
  const std::size_t begin = std::min<std::size_t>(span.begin, text.size());
  std::size_t end = std::min<std::size_t>(span.end(), text.size());
  // A line end at the end of a span is not worth a line of its own.
  while (end > begin && (text[end - 1] == '\n' || text[end - 1] == '\r')) --end;

  const std::uint32_t first = file.position(static_cast<std::uint32_t>(begin)).line;
  const std::uint32_t last = file.position(static_cast<std::uint32_t>(end)).line;
  const auto offset_in = [&](std::uint32_t line, std::size_t offset) {
    return offset - static_cast<std::size_t>(file.line(line).data() - text.data());
  };
  return {first, last, offset_in(first, begin), offset_in(last, end)};
}

class SnippetDrawing {
 public:
  SnippetDrawing(const SourceFile& file, std::size_t gutter, const SnippetStyle& style)
      : file_(&file), gutter_(gutter), style_(&style) {}

  std::string one_line(const Extent& at) {
    bar("");
    const DisplayLine line(file_->line(at.first_line), at.first_offset);
    source(at.first_line, line.text());
    const std::size_t from = line.column(at.first_offset);
    const std::size_t to = std::max(line.column(at.last_offset), from + 1);
    bar(std::string(from, ' ') + mark(std::string(to - from, style_->mark)));
    return std::move(out_);
  }

  std::string many_lines(const Extent& at) {
    bar("");
    const DisplayLine first(file_->line(at.first_line), at.first_offset);
    const std::size_t from = first.column(at.first_offset);
    const bool from_start = file_->line(at.first_line).find_first_not_of(" \t") >= at.first_offset;
    if (from_start) {
      source(at.first_line, mark("/") + " " + first.text());
    } else {
      source(at.first_line, "  " + first.text());
      bar(" " + mark(std::string(from + 1, '_') + style_->mark));
    }
    const bool all = at.last_line - at.first_line < kMostLines;
    for (std::uint32_t number = at.first_line + 1; number < at.last_line; ++number) {
      if (!all && number > at.first_line + 1) break;
      source(number, mark("|") + " " + DisplayLine(file_->line(number), 0).text());
    }
    if (!all) out_ += fmt::format("{}...{} {}\n", style_->gutter_on, style_->off, mark_padded("|"));
    const std::size_t last_byte = at.last_offset == 0 ? 0 : at.last_offset - 1;
    const DisplayLine last(file_->line(at.last_line), last_byte);
    source(at.last_line, mark("|") + " " + last.text());
    const std::size_t to = std::max<std::size_t>(last.column(at.last_offset), 1);
    bar(mark("|" + std::string(to, '_') + style_->mark));
    return std::move(out_);
  }

 private:
  std::string mark(const std::string& text) const { return style_->mark_on + text + style_->off; }
  /// The bar of a left-out middle stands under those of the lines around it.
  std::string mark_padded(const std::string& text) const {
    const std::size_t used = 4;  // "... "
    return std::string(gutter_ + 3 > used ? gutter_ + 3 - used : 0, ' ') + mark(text);
  }
  void bar(const std::string& text) {
    out_ += fmt::format("{}{:{}} |{}{}{}\n", style_->gutter_on, "", gutter_, style_->off,
                        text.empty() ? "" : " ", text);
  }
  void source(std::uint32_t number, const std::string& text) {
    out_ += fmt::format("{}{:>{}} |{}{}{}\n", style_->gutter_on, number, gutter_, style_->off,
                        text.empty() ? "" : " ", text);
  }

  const SourceFile* file_;
  std::size_t gutter_;
  const SnippetStyle* style_;
  std::string out_;
};

}  // namespace

std::string draw_snippet(const SourceFile& file, Span span, std::size_t gutter, const SnippetStyle& style) {
  const Extent at = extent_of(file, span);
  SnippetDrawing drawing(file, gutter, style);
  return at.first_line == at.last_line ? drawing.one_line(at) : drawing.many_lines(at);
}

std::uint32_t last_line_shown(const SourceFile& file, Span span) { return extent_of(file, span).last_line; }

}  // namespace nest
