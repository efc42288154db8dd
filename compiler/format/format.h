#pragma once

#include <expected>
#include <string>

#include "compiler/diagnostics/emitter.h"
#include "compiler/source/source_set.h"

namespace nest {

/// Why a file is not formatted.
struct FormatFailure {
  std::string internal;  ///< a fault of the formatter; empty when the file has errors, which were reported
};

/// A file in the canonical layout (docs/formatting.md): the same words and comments in the same order, with
/// other white space between them. Line ends are `\n`. The result was parsed again and has the tree that the
/// file has. Any number of files at once, one thread a SourceSet.
[[nodiscard]] std::expected<std::string, FormatFailure> format_source(FileId file, const SourceSet& sources,
                                                                      Emitter& emitter);

}  // namespace nest
