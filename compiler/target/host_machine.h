#pragma once

#include <expected>
#include <string>

#include <llvm/ExecutionEngine/Orc/JITTargetMachineBuilder.h>

namespace nest {

/// How machines for this host are made, for code that is run here and for code that is written out alike: all
/// of the CPU's features, position-independent, calls within 2 GiB (the JIT's linker makes stubs for what is
/// farther). Initialises LLVM's native target once a process. Private to target and codegen.
[[nodiscard]] std::expected<llvm::orc::JITTargetMachineBuilder, std::string> host_machine();

}  // namespace nest
