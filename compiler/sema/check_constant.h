#pragma once

#include <cstdint>
#include <optional>

#include "compiler/ast/declarations.h"
#include "compiler/hir/program.h"
#include "compiler/sema/analysis.h"

namespace nest::sema {

/// The value of `weight N`, `task(N)` or a transition's weight; 1 when it was wrong, which has been reported.
[[nodiscard]] std::uint32_t check_weight(Analysis& analysis, const ast::Expression& value);

/// A `wait`; none when it was wrong, which has been reported.
[[nodiscard]] std::optional<hir::Wait> check_wait(Analysis& analysis, const ast::Wait& wait);

}  // namespace nest::sema
