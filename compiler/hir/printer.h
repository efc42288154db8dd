#pragma once

#include <string>

#include "compiler/hir/program.h"

namespace nest::hir {

/// A whole program as indented text: for `nestc emit hir` and for golden tests, so it is stable, small and
/// holds no spans. Locals are `name#id`, state is `@name#id`; a hole of a template is `{encoding: value}`.
[[nodiscard]] std::string print(const Program& program);

}  // namespace nest::hir
