#pragma once

#include "compiler/hir/program.h"
#include "compiler/source/source_set.h"
#include "compiler/target/host.h"
#include "compiler/target/llvm_module.h"

namespace nest {

/// The name of the nest_program (runtime/abi/nest_program.h) that a lowered module exports; all else is
/// private.
inline constexpr const char* kProgramSymbol = "nest_program_image";

/// Turns a checked program into LLVM IR: the constant tables of the image and one switched-resume coroutine
/// for each function. `program` must hold its invariants (hir/verify.h); `sources` are the files that its
/// spans point into. Nothing of either is kept. The result is correct IR that has not been optimised;
/// coroutines must still go through optimize() (codegen) at any level before code can be made of them.
[[nodiscard]] LlvmModule lower(const hir::Program& program, const SourceSet& sources, const Host& host);

}  // namespace nest
