#pragma once

#include "compiler/ast/expressions.h"
#include "compiler/hir/expression.h"
#include "compiler/sema/function_checker.h"

namespace nest::sema {

// Values of a type `T?`. Which of them are known to be there: narrowing.h.

/// `null`, and nothing around it.
[[nodiscard]] bool is_null(const ast::Expression& expression);

/// The value, there or not, as a `wanted`, a `T?`. Null for null; what is no T either is reported.
[[nodiscard]] hir::ExpressionPtr keep(FunctionChecker& f, hir::ExpressionPtr value, hir::Type wanted);

/// The T of a `T?` where its absence is caught: left of `??`, beside `== null`. Others stay what they are,
/// and null stays null.
[[nodiscard]] hir::ExpressionPtr held(hir::ExpressionPtr value);

/// The `null` of `c ? value : null`. Null for null; an empty list that nothing says more of is reported.
[[nodiscard]] hir::ExpressionPtr absent_beside(FunctionChecker& f, const hir::Expression* value, Span span);

/// Reports that an optional is used as if it were there.
void report_optional(FunctionChecker& f, const hir::Expression& value);

}  // namespace nest::sema
