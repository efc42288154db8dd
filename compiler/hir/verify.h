#pragma once

#include <string>
#include <vector>

#include "compiler/hir/program.h"

namespace nest::hir {

/// What is wrong with a program, a line each; empty for one that holds its invariants: every id is in range,
/// parents come before their children, every request is performed in exactly one place, templates are merged,
/// and types agree as the comments of the nodes say. A finding is a bug of the checker (or of a test's
/// hand-made program), never the user's: sema asserts it in debug builds.
[[nodiscard]] std::vector<std::string> verify(const Program& program);

}  // namespace nest::hir
