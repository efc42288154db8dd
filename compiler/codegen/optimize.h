#pragma once

#include <cstdint>
#include <expected>
#include <string>

#include "compiler/target/host.h"
#include "compiler/target/llvm_module.h"

namespace nest {

/// None still splits the coroutines: code cannot be made without it.
enum class OptimizationLevel : std::uint8_t { None, Full };

/// Verifies the module, runs the passes of that level over it, verifies it again. The error is the
/// verifier's text: a fault of the compiler, never of a scenario.
[[nodiscard]] std::expected<void, std::string> optimize(LlvmModule& module, const Host& host,
                                                        OptimizationLevel level = OptimizationLevel::Full);

}  // namespace nest
