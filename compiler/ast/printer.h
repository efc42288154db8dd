#pragma once

#include <string>

#include "compiler/ast/ast.h"

namespace nest::ast {

struct PrintOptions {
  bool positions = false;  ///< `@begin+length` in bytes behind every node that has a span
};

/// The tree as indented text, one node a line: `nestc emit ast`, and the form of the parse goldens. Says
/// everything that is in the tree. Stable: the same tree gives the same bytes on every machine.
[[nodiscard]] std::string print(const File& file, const PrintOptions& options = {});

}  // namespace nest::ast
