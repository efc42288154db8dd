#pragma once

#include <cstdint>
#include <optional>

#include "compiler/ast/declarations.h"
#include "compiler/hir/program.h"
#include "compiler/sema/analysis.h"

namespace nest::sema {

/// The value of a constant expression, in which `scope` gives the names: a hir::Constant. Null when it is
/// none, which has been reported, as `not_constant` unless something else was wrong with it.
[[nodiscard]] hir::ExpressionPtr check_constant(Analysis& analysis, const Scope& scope,
                                                const ast::Expression& value, DiagnosticCode not_constant);

/// The value of `weight N`, `task(N)` or a transition's weight; 1 when it was wrong, which has been reported.
[[nodiscard]] std::uint32_t check_weight(Analysis& analysis, const Scope& scope,
                                         const ast::Expression& value);

/// The value of `likely p`; none when it was wrong, which has been reported.
[[nodiscard]] std::optional<double> check_likelihood(Analysis& analysis, const Scope& scope,
                                                     const ast::Expression& value);

/// A `wait`; none when it was wrong, which has been reported.
[[nodiscard]] std::optional<hir::Wait> check_wait(Analysis& analysis, const Scope& scope,
                                                  const ast::Wait& wait);

}  // namespace nest::sema
