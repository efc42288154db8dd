#include "compiler/diagnostics/json_renderer.h"

#include <fmt/format.h>

#include <string_view>

#include "compiler/source/utf8.h"

namespace nest {
namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    if (!point.valid) {
      out += "\\ufffd";
    } else if (point.value == '"' || point.value == '\\') {
      out += '\\';
      out += text[at];
    } else if (point.value < 0x20 || point.value == 0x7F) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(point.value));
    } else {
      out += text.substr(at, point.bytes);
    }
    at += point.bytes;
  }
  return out + '"';
}

std::string place(std::optional<Span> span, const SourceSet& sources) {
  if (!span) return "null";
  const SourceFile& file = sources.file(span->file);
  const LineColumn begin = file.position(span->begin);
  const LineColumn end = file.position(span->end());
  return fmt::format(
      R"({{"file":{},"line":{},"column":{},"end_line":{},"end_column":{},"offset":{},"length":{}}})",
      quoted(file.path()), begin.line, begin.column, end.line, end.column, span->begin, span->length);
}

std::string object(const Diagnostic& diagnostic, const SourceSet& sources) {
  const DiagnosticInfo& row = info(diagnostic.code);
  std::string notes;
  for (const DiagnosticNote& note : diagnostic.notes) {
    if (!notes.empty()) notes += ',';
    notes += fmt::format(R"({{"message":{},"place":{}}})", quoted(note.message), place(note.span, sources));
  }
  return fmt::format(
      R"({{"code":"{}","name":"{}","severity":"{}","message":{},"place":{},"notes":[{}],"help":{}}})",
      row.code, row.name, diagnostic.severity == Severity::Error ? "error" : "warning",
      quoted(diagnostic.message), place(diagnostic.span, sources), notes, quoted(diagnostic.help));
}

}  // namespace

std::string render_json(std::span<const Diagnostic> diagnostics, const SourceSet& sources) {
  std::string out = "[";
  std::string_view separator = "\n";
  for (const Diagnostic& diagnostic : diagnostics) {
    out += separator;
    out += object(diagnostic, sources);
    separator = ",\n";
  }
  return out + (diagnostics.empty() ? "]\n" : "\n]\n");
}

}  // namespace nest
