#pragma once

#include "compiler/ast/expressions.h"
#include "compiler/sema/function_checker.h"

namespace nest::sema {

/// What a name or `module.name` stands for where it can be seen from `scope`; null for anything else. A
/// module that is found in counts as used.
[[nodiscard]] Variable* find_variable(const Scope& scope, const ast::Expression& expression);
/// The same in a body, where a request's conditions have names of their own.
[[nodiscard]] Variable* find_variable(const FunctionChecker& f, const ast::Expression& expression);

/// Whether an expression names a module. Null: it was wrong, which was reported.
[[nodiscard]] const Variable* find_module(const FunctionChecker& f, const ast::Expression& expression);

/// Whether a name, or what it is a member of, is one of which nothing is known: a module whose import was
/// wrong, or a word of a declaration with a syntax error. That was reported; whatever uses it stays silent.
[[nodiscard]] bool is_unknown(const Scope& scope, const ast::Expression& expression);

/// `module.name` as a value.
[[nodiscard]] hir::ExpressionPtr check_module_member(FunctionChecker& f, const Variable& module,
                                                     const ast::Name& name, Span span);

/// Reports that the module of `variable` has no such name; nothing when the module itself was wrong.
void report_unknown_member(Emitter& emitter, const Variable& variable, const ast::Name& name);

/// Reports a name that is assigned and that nothing declares.
void report_unknown_target(FunctionChecker& f, const ast::Name& name);

}  // namespace nest::sema
