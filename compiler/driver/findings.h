#pragma once

#include <cstdio>

#include "compiler/diagnostics/sorted_sink.h"
#include "compiler/driver/options.h"
#include "compiler/source/source_set.h"

namespace nest {

/// Writes the findings as the options say, to `out`. As text: each finding, a blank line after it, and a last
/// line that counts them and the files; as JSON: the array alone.
void write_findings(SortedSink& findings, const SourceSet& sources, const SourceOptions& options,
                    std::FILE* out);

}  // namespace nest
