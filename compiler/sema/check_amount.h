#pragma once

#include <initializer_list>
#include <optional>

#include "compiler/ast/expressions.h"
#include "compiler/hir/expression.h"
#include "compiler/sema/analysis.h"

namespace nest::sema {

/// One time, rate or number of a wait or a plan.
struct Amount {
  hir::ExpressionPtr value;            // a constant: of a param its default. Null when it was wrong
  std::optional<hir::GlobalId> param;  // what takes its place in a run
};

/// A constant, or a param of one of `types` by its name alone: what that is in a run is looked at when it
/// starts. What is neither is reported, as `not_constant` unless something else was wrong with it.
[[nodiscard]] Amount check_amount(Analysis& analysis, const Scope& scope, const ast::Expression& value,
                                  std::initializer_list<hir::Type> types, DiagnosticCode not_constant);

}  // namespace nest::sema
