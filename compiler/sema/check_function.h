#pragma once

#include "compiler/ast/expressions.h"
#include "compiler/hir/expression.h"
#include "compiler/sema/analysis.h"
#include "compiler/sema/function_checker.h"

namespace nest::sema {

/// The functions of a file: their names and what they take and give.
void declare_functions(Analysis& analysis, ModuleSymbol& module);

/// Finds which function calls which, reports those that call themselves, and keeps a place in the program for
/// each, callees first. After all files are declared; from here on calls can be checked.
void order_functions(Analysis& analysis);

/// The bodies, callees first. After the user's state is declared, before anything else that calls.
void check_functions(Analysis& analysis);

/// The function that an expression names; null for anything else.
[[nodiscard]] FunctionSymbol* find_function(const FunctionChecker& f, const ast::Expression& expression);

/// `login(name, password)`.
[[nodiscard]] hir::ExpressionPtr check_function_call(FunctionChecker& f, const FunctionSymbol& function,
                                                     const ast::Call& call, Span span);

/// `return`, `return e`, `return GET …`.
void check_return(FunctionChecker& f, const ast::Return& statement, Span span, hir::Block& out);

/// The response that `value` gives goes into `into`: what is read of it there is asked of where it comes
/// from.
void follow_response(FunctionChecker& f, const hir::Expression& value, hir::LocalId into);

}  // namespace nest::sema
