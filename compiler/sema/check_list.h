#pragma once

#include "compiler/ast/expressions.h"
#include "compiler/hir/expression.h"
#include "compiler/sema/function_checker.h"

namespace nest::sema {

/// `[a, b]` outside json. Constant elements make a constant list.
[[nodiscard]] hir::ExpressionPtr check_list_literal(FunctionChecker& f, const ast::JsonArray& literal,
                                                    Span span);

/// `list[position]`; null positions were reported.
[[nodiscard]] hir::ExpressionPtr check_list_element(FunctionChecker& f, hir::ExpressionPtr list,
                                                    hir::ExpressionPtr position, Span span);

/// Whether it is an empty literal of which nothing says more.
[[nodiscard]] bool is_untyped(const hir::Expression& value);
/// The same, and it is reported.
[[nodiscard]] bool is_empty_list(FunctionChecker& f, const hir::Expression& value);
/// Whether it is a list whose elements have a type; an empty literal is reported.
[[nodiscard]] bool is_known_list(FunctionChecker& f, const hir::Expression& value);

}  // namespace nest::sema
