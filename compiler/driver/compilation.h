#pragma once

#include <expected>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "compiler/diagnostics/emitter.h"
#include "compiler/hir/program.h"
#include "compiler/project/project.h"
#include "compiler/sema/check.h"
#include "compiler/source/source_set.h"
#include "compiler/target/host.h"
#include "compiler/target/llvm_module.h"

namespace nest {

/// The pipeline, a step a function; compile(), `nestc check` and `nestc emit` each go as far as they need.
/// What is wrong with the sources goes to the emitter; a std::string error is a fault of the compiler itself.

struct AnalysisOptions {
  ProjectOptions project;
  /// Leave out each file with an error, and go on with the rest.
  bool skip_broken = false;
  /// The services that nest.toml declares.
  std::vector<std::string> services = {};
  HostRules hosts = {};
};

/// A checked program, and what became of the files and tasksets that were asked for.
struct Analysed {
  hir::Program program;
  std::vector<bool> chosen;            ///< by taskset: whether it, or the one it is nested in, takes part
  std::vector<std::string> left_out;   ///< paths of files with errors, when those are skipped
  std::vector<ImportedFile> imported;  ///< see Project
};

/// Paths -> checked program. Nothing when there was an error; or, when broken files are skipped, when one is
/// no file's fault, or nothing is left. The errors of skipped files are reported all the same.
[[nodiscard]] std::optional<Analysed> analyse(const AnalysisOptions& options, SourceSet& sources,
                                              Emitter& emitter);

/// Checked program -> LLVM IR as it was lowered: coroutines whole, nothing optimised.
[[nodiscard]] LlvmModule lower_program(const hir::Program& program, const SourceSet& sources,
                                       const Host& host);

/// Lowered -> optimised, coroutines split.
[[nodiscard]] std::expected<LlvmModule, std::string> optimize_module(LlvmModule module, const Host& host);

}  // namespace nest
