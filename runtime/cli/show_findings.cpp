#include "runtime/cli/show_findings.h"

#include <cstdio>
#include <string>

#include "compiler/diagnostics/terminal_renderer.h"
#include "compiler/shell/remark.h"
#include "runtime/cli/terminal_color.h"

namespace nest {

void show_findings(SortedSink& findings, const SourceSet& sources) {
  const Color color = has_color(stderr) ? Color::Always : Color::Never;
  for (const Diagnostic& finding : findings.sorted()) {
    if (!finding.allowed) remark("{}\n", render_terminal(finding, sources, color));
  }
  const std::string summary = render_summary(findings.errors(), findings.warnings());
  if (!summary.empty()) remark("{}\n", summary);
}

}  // namespace nest
