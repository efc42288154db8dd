#include "tests/support/findings.h"

#include <fmt/format.h>

namespace nest::test_support {
namespace {

/// `3:9 `)``: line, column and the text that is underlined, cut at its first line end.
std::string place(Span span, const SourceSet& sources) {
  const LineColumn at = sources.position(span);
  std::string text(sources.text(span));
  const std::size_t end = text.find_first_of("\r\n");
  if (end != std::string::npos) text = text.substr(0, end) + "…";
  return fmt::format("{}:{} `{}`", at.line, at.column, text);
}

}  // namespace

std::string describe(const std::vector<Diagnostic>& findings, const SourceSet& sources) {
  std::string result;
  for (const Diagnostic& finding : findings) {
    result += finding.allowed ? "allowed " : finding.severity == Severity::Error ? "error " : "warning ";
    result += info(finding.code).code;
    if (finding.span) result += " " + place(*finding.span, sources);
    result += ": " + finding.message + "\n";
    for (const DiagnosticNote& note : finding.notes) {
      result += fmt::format("  note {}: {}\n", place(note.span, sources), note.message);
    }
    if (finding.allowed) result += fmt::format("  because: {}\n", *finding.allowed);
    if (!finding.help.empty()) result += fmt::format("  help: {}\n", finding.help);
  }
  return result;
}

}  // namespace nest::test_support
