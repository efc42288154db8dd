#pragma once

#include <expected>
#include <filesystem>
#include <optional>
#include <span>
#include <string>

#include "compiler/codegen/jit.h"
#include "compiler/diagnostics/emitter.h"
#include "compiler/hir/program.h"
#include "compiler/source/source_set.h"
#include "compiler/target/host.h"
#include "compiler/target/llvm_module.h"

namespace nest {

/// The pipeline, a step a function; compile(), `nestc check` and `nestc emit` each go as far as they need.
/// What is wrong with the sources goes to the emitter; a std::string error is a fault of the compiler itself.

/// Paths -> checked program. Nothing when there was an error.
[[nodiscard]] std::optional<hir::Program> analyse(std::span<const std::filesystem::path> paths,
                                                  SourceSet& sources, Emitter& emitter);

/// Checked program -> LLVM IR as it was lowered: coroutines whole, nothing optimised.
[[nodiscard]] LlvmModule lower_program(const hir::Program& program, const SourceSet& sources,
                                       const Host& host);

/// Lowered -> optimised, coroutines split.
[[nodiscard]] std::expected<LlvmModule, std::string> optimize_module(LlvmModule module, const Host& host);

/// Optimised -> machine code in this process, which can call `symbols` and nothing else.
[[nodiscard]] std::expected<Jit, std::string> load(LlvmModule module, std::span<const JitSymbol> symbols);

}  // namespace nest
