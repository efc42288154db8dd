#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/compile.h"
#include "compiler/config/settings.h"
#include "compiler/source/source_set.h"
#include "runtime/cli/options.h"

namespace nest {

/// What is run, and the texts that it was made of.
struct Scenarios {
  CompiledProgram program;
  SourceSet sources;
  std::vector<Span> secrets;  ///< credentials that are written out in the sources

  /// A file's text without these.
  [[nodiscard]] std::string shown_text(FileId file) const;
};

/// Compiles the scenarios that the target's options name, bound to this process's entry functions; they see
/// the services that the settings declare. Findings go to standard error; nothing comes back when there were
/// errors (in files that are not skipped).
[[nodiscard]] std::optional<Scenarios> compile_scenarios(const TargetOptions& target,
                                                         const config::Settings& settings);

}  // namespace nest
