#pragma once

#include <cstdio>
#include <string_view>

#include "compiler/diagnostics/sorted_sink.h"
#include "compiler/driver/options.h"
#include "compiler/source/source_set.h"

namespace nest {

/// Writes the findings as the options say, to `out`. As text: each finding, a blank line after it, and a last
/// line that counts them and the files; as JSON or SARIF: that alone.
/// False, with a word on standard error, when it could not be written.
[[nodiscard]] bool write_findings(SortedSink& findings, const SourceSet& sources,
                                  const SourceOptions& options, std::FILE* out);

/// Writes all of a text, down to the file. False, with a word on standard error, when that fails (a full
/// disk).
[[nodiscard]] bool write_text(std::string_view text, std::FILE* out);

}  // namespace nest
