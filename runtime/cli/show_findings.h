#pragma once

#include "compiler/diagnostics/sorted_sink.h"
#include "compiler/source/source_set.h"

namespace nest {

/// Findings on standard error, in colour on a terminal, and a line that counts them; nothing when there are
/// none.
void show_findings(SortedSink& findings, const SourceSet& sources);

}  // namespace nest
