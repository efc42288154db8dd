// Any text, as far as it parses, through the checker: it gives findings or a program that holds its
// invariants.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "compiler/diagnostics/sorted_sink.h"
#include "compiler/hir/printer.h"
#include "compiler/hir/verify.h"
#include "compiler/sema/check.h"
#include "compiler/syntax/parse.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  nest::SourceSet sources;
  nest::SortedSink findings;
  nest::Emitter emitter(findings);
  const nest::FileId file = sources.add("fuzz.nest", std::string(reinterpret_cast<const char*>(data), size));
  std::vector<nest::Module> modules;
  modules.push_back({"fuzz", file, nest::parse(file, sources, nest::ParseLimits{}, emitter)});
  modules.front().is_partial = emitter.errors() > 0;
  if (!modules.front().tree.imports.empty()) return 0;  // whose files there are none of
  const auto program = nest::check(modules, sources, emitter);
  if (program.has_value() != (emitter.errors() == 0)) std::abort();
  if (program && !nest::hir::verify(*program).empty()) std::abort();
  if (program && nest::hir::print(*program).empty()) std::abort();
  for (const nest::Diagnostic& finding : findings.sorted()) {
    if (finding.span && finding.span->end() > size) std::abort();
  }
  return 0;
}
