#include "compiler/diagnostics/json_renderer.h"

#include <fmt/format.h>

#include <string_view>

#include "compiler/diagnostics/json_text.h"

namespace nest {
namespace {

std::string place(std::optional<Span> span, const SourceSet& sources) {
  if (!span) return "null";
  const SourceFile& file = sources.file(span->file);
  const LineColumn begin = file.position(span->begin);
  const LineColumn end = file.position(span->end());
  return fmt::format(
      R"({{"file":{},"line":{},"column":{},"end_line":{},"end_column":{},"offset":{},"length":{}}})",
      json_text(file.path()), begin.line, begin.column, end.line, end.column, span->begin, span->length);
}

std::string object(const Diagnostic& diagnostic, const SourceSet& sources) {
  const DiagnosticInfo& row = info(diagnostic.code);
  std::string notes;
  for (const DiagnosticNote& note : diagnostic.notes) {
    if (!notes.empty()) notes += ',';
    notes +=
        fmt::format(R"({{"message":{},"place":{}}})", json_text(note.message), place(note.span, sources));
  }
  return fmt::format(
      R"({{"code":"{}","name":"{}","severity":"{}","message":{},"place":{},"notes":[{}],"help":{}}})",
      row.code, row.name, diagnostic.severity == Severity::Error ? "error" : "warning",
      json_text(diagnostic.message), place(diagnostic.span, sources), notes, json_text(diagnostic.help));
}

}  // namespace

std::string render_json(std::span<const Diagnostic> diagnostics, const SourceSet& sources) {
  std::string out = "[";
  std::string_view separator = "\n";
  bool empty = true;
  for (const Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.allowed) continue;
    out += separator;
    out += object(diagnostic, sources);
    separator = ",\n";
    empty = false;
  }
  return out + (empty ? "]\n" : "\n]\n");
}

}  // namespace nest
