#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "compiler/source/source_file.h"

namespace nest {

/// What a snippet is drawn with; colours are the escapes to put before and after, empty for none.
struct SnippetStyle {
  char mark = '^';
  std::string gutter_on;  ///< line numbers and bars
  std::string mark_on;    ///< the underline
  std::string off;
};

/// The lines of a file that a span covers, with the span underlined; the middle of a long span is left out.
/// Each line begins with a gutter of `gutter` columns for its number. The span must be of this file; one that
/// reaches past its end is cut.
[[nodiscard]] std::string draw_snippet(const SourceFile& file, Span span, std::size_t gutter,
                                       const SnippetStyle& style);

/// The number of the last line that draw_snippet() shows for a span: what the gutter must have room for.
[[nodiscard]] std::uint32_t last_line_shown(const SourceFile& file, Span span);

}  // namespace nest
