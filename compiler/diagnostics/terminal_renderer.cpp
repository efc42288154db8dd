#include "compiler/diagnostics/terminal_renderer.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "compiler/diagnostics/display_text.h"
#include "compiler/diagnostics/snippet.h"

namespace nest {
namespace {

/// The escapes of one rendering; all empty without colour.
struct Palette {
  std::string error, warning, note, help, message, gutter, off;

  explicit Palette(Color color) {
    if (color == Color::Never) return;
    error = "\x1b[1;31m";
    warning = "\x1b[1;33m";
    note = "\x1b[1;36m";
    help = "\x1b[1;32m";
    message = "\x1b[1m";
    gutter = "\x1b[1;34m";
    off = "\x1b[0m";
  }
};

std::size_t gutter_of(const Diagnostic& diagnostic, const SourceSet& sources) {
  std::uint32_t last = 0;
  const auto look = [&](Span span) { last = std::max(last, last_line_shown(sources.file(span.file), span)); };
  if (diagnostic.span) look(*diagnostic.span);
  for (const DiagnosticNote& note : diagnostic.notes) look(note.span);
  return std::max<std::size_t>(2, fmt::formatted_size("{}", last));
}

std::string arrow(Span span, const SourceSet& sources, std::size_t gutter, const Palette& palette) {
  const LineColumn at = sources.position(span);
  return fmt::format("{:{}}{}-->{} {}:{}:{}\n", "", gutter, palette.gutter, palette.off,
                     printable(sources.file(span.file).path()), at.line, at.column);
}

std::string help_lines(std::string_view help, std::size_t gutter, const Palette& palette) {
  std::string out;
  std::string_view lead = "= help: ";
  while (!help.empty()) {
    const std::size_t end = std::min(help.find('\n'), help.size());
    const std::string_view label = out.empty() ? lead : "        ";
    out += fmt::format("{:{}} {}{}{}{}\n", "", gutter, palette.help, label, palette.off,
                       printable(help.substr(0, end)));
    help.remove_prefix(std::min(end + 1, help.size()));
  }
  return out;
}

}  // namespace

std::string render_terminal(const Diagnostic& diagnostic, const SourceSet& sources, Color color) {
  const Palette palette(color);
  const bool error = diagnostic.severity == Severity::Error;
  const std::string& accent = error ? palette.error : palette.warning;
  const std::size_t gutter = gutter_of(diagnostic, sources);

  std::string out =
      fmt::format("{}{}[{}]{}{}: {}{}\n", accent, error ? "error" : "warning", info(diagnostic.code).code,
                  palette.off, palette.message, printable(diagnostic.message), palette.off);
  if (diagnostic.span) {
    out += arrow(*diagnostic.span, sources, gutter, palette);
    out += draw_snippet(sources.file(diagnostic.span->file), *diagnostic.span, gutter,
                        {'^', palette.gutter, accent, palette.off});
  }
  for (const DiagnosticNote& note : diagnostic.notes) {
    out += fmt::format("{}note{}: {}\n", palette.note, palette.off, printable(note.message));
    out += arrow(note.span, sources, gutter, palette);
    out += draw_snippet(sources.file(note.span.file), note.span, gutter,
                        {'-', palette.gutter, palette.note, palette.off});
  }
  return out + help_lines(diagnostic.help, gutter, palette);
}

std::string render_summary(std::size_t errors, std::size_t warnings) {
  const auto count = [](std::size_t n, std::string_view what) {
    return n == 0 ? std::string() : fmt::format("{} {}{}", n, what, n == 1 ? "" : "s");
  };
  const std::string first = count(errors, "error");
  const std::string second = count(warnings, "warning");
  return first + (first.empty() || second.empty() ? "" : ", ") + second;
}

}  // namespace nest
