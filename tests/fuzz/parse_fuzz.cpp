// Any bytes through the lexer, the parser and both renderings of what they say.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "compiler/ast/printer.h"
#include "compiler/diagnostics/json_renderer.h"
#include "compiler/diagnostics/sorted_sink.h"
#include "compiler/diagnostics/terminal_renderer.h"
#include "compiler/source/source_set.h"
#include "compiler/syntax/parse.h"

namespace {

/// No place is outside the text, and no control character reaches the terminal.
void look_at(const nest::Diagnostic& diagnostic, const nest::SourceSet& sources) {
  const std::size_t size = sources.file(nest::FileId{0}).text().size();
  if (diagnostic.span && diagnostic.span->end() > size) std::abort();
  for (const char c : nest::render_terminal(diagnostic, sources, nest::Color::Never)) {
    if (c != '\n' && static_cast<unsigned char>(c) < 0x20U) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  nest::SourceSet sources;
  nest::SortedSink findings;
  nest::Emitter emitter(findings);
  const nest::FileId file = sources.add("fuzz.nest", std::string(reinterpret_cast<const char*>(data), size));
  const nest::ast::File tree = nest::parse(file, sources, nest::ParseLimits{}, emitter);
  if (emitter.errors() == 0 && nest::ast::print(tree, {.positions = true}).empty() && !tree.tasksets.empty())
    std::abort();
  for (const nest::Diagnostic& diagnostic : findings.sorted()) look_at(diagnostic, sources);
  if (nest::render_json(findings.sorted(), sources).empty()) std::abort();
  return 0;
}
