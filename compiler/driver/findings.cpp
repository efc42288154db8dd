#include "compiler/driver/findings.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <string_view>
#include <system_error>

#include "compiler/diagnostics/json_renderer.h"
#include "compiler/diagnostics/terminal_renderer.h"

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
  for (const Diagnostic& diagnostic : findings.sorted())
    text += render_terminal(diagnostic, sources, color) + "\n";
  const std::string counted = render_summary(findings.errors(), findings.warnings());
  return text + fmt::format("{} in {} file{}\n", counted.empty() ? "no findings" : counted, sources.size(),
                            sources.size() == 1 ? "" : "s");
}

}  // namespace

bool write_findings(SortedSink& findings, const SourceSet& sources, const SourceOptions& options,
                    std::FILE* out) {
  const std::string text = options.format == FindingsFormat::Json
                               ? render_json(findings.sorted(), sources)
                               : text_of(findings, sources, color_for(options.color, out));
  return write_text(text, out);
}

bool write_text(std::string_view text, std::FILE* out) {
  if (std::fwrite(text.data(), 1, text.size(), out) == text.size() && std::fflush(out) == 0) return true;
  fmt::print(stderr, "nestc: cannot write the output: {}\n", std::generic_category().message(errno));
  return false;
}

}  // namespace nest
