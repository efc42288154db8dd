#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/compile.h"

namespace nest {

/// Compiles the scenarios below `paths`, bound to this process's entry functions. Findings go to standard
/// error; nothing comes back when there were errors.
[[nodiscard]] std::optional<CompiledProgram> compile_scenarios(const std::vector<std::string>& paths);

}  // namespace nest
