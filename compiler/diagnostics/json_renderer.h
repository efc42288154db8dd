#pragma once

#include <span>
#include <string>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/source/source_set.h"

namespace nest {

/// The findings for programs: one JSON array with an object each, a line each. The fields are stable:
///
///     code      "N0201"
///     name      "UnknownName"
///     severity  "error" or "warning"
///     message   without code and place
///     place     null, or {file, line, column, end_line, end_column, offset, length}: lines and columns count
///     from 1,
///               columns in code points; offset and length are bytes; the end is the first position after the
///               span
///     notes     [{message, place}]
///     help      "" when there is none
///
/// What the sources allow is left out. Bytes of a path that are no UTF-8 come out as U+FFFD. Ends with a line
/// end.
[[nodiscard]] std::string render_json(std::span<const Diagnostic> diagnostics, const SourceSet& sources);

}  // namespace nest
