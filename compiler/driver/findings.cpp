#include "compiler/driver/findings.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <string_view>
#include <system_error>

#include "compiler/diagnostics/json_renderer.h"
#include "compiler/diagnostics/sarif_renderer.h"
#include "compiler/diagnostics/terminal_renderer.h"
#include "compiler/shell/remark.h"

namespace nest {
namespace {

bool is_set(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

Color color_for(ColorChoice choice, std::FILE* out) {
  if (choice != ColorChoice::Auto) return choice == ColorChoice::Always ? Color::Always : Color::Never;
  const char* terminal = std::getenv("TERM");
  const bool dumb = terminal == nullptr || std::string_view(terminal) == "dumb";
  return ::isatty(::fileno(out)) == 1 && !dumb && !is_set("NO_COLOR") ? Color::Always : Color::Never;
}

std::string text_of(SortedSink& findings, const SourceSet& sources, Color color) {
  std::string text;
  for (const Diagnostic& diagnostic : findings.sorted()) {
    if (!diagnostic.allowed) text += render_terminal(diagnostic, sources, color) + "\n";
  }
  const std::string counted = render_summary(findings.errors(), findings.warnings());
  const std::string allowed =
      findings.allowed() == 0 ? "" : fmt::format(" ({} allowed by the source)", findings.allowed());
  return text + fmt::format("{} in {} file{}{}\n", counted.empty() ? "no findings" : counted, sources.size(),
                            sources.size() == 1 ? "" : "s", allowed);
}

}  // namespace

bool write_findings(SortedSink& findings, const SourceSet& sources, const SourceOptions& options,
                    std::FILE* out) {
  switch (options.format) {
    case FindingsFormat::Json:
      return write_text(render_json(findings.sorted(), sources), out);
    case FindingsFormat::Sarif:
      return write_text(render_sarif(findings.sorted(), sources, {NEST_VERSION, NEST_DOCS_URL}), out);
    case FindingsFormat::Text:
      break;
  }
  return write_text(text_of(findings, sources, color_for(options.color, out)), out);
}

bool write_text(std::string_view text, std::FILE* out) {
  if (std::fwrite(text.data(), 1, text.size(), out) == text.size() && std::fflush(out) == 0) return true;
  remark("nestc: cannot write the output: {}\n", std::generic_category().message(errno));
  return false;
}

}  // namespace nest
