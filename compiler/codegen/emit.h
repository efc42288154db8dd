#pragma once

#include <expected>
#include <string>

#include "compiler/target/host.h"
#include "compiler/target/llvm_module.h"

namespace nest {

/// The module as LLVM IR, in LLVM's own notation: `nestc emit ir`.
[[nodiscard]] std::string ir_text(const LlvmModule& module);

/// The host's assembly of an optimised module: `nestc emit asm`. The module serves for nothing else
/// afterwards. The error is LLVM's: a target that cannot write assembly.
[[nodiscard]] std::expected<std::string, std::string> asm_text(LlvmModule module, const Host& host);

/// A relocatable object of an optimised module, for ahead-of-time builds: its undefined symbols are the
/// ABI's.
[[nodiscard]] std::expected<std::string, std::string> object_code(LlvmModule module, const Host& host);

}  // namespace nest
