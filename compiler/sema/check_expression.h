#pragma once

#include "compiler/ast/expressions.h"
#include "compiler/hir/expression.h"
#include "compiler/sema/function_checker.h"

namespace nest::sema {

/// The typed form of an expression; null when there was something wrong with it, which has been reported.
[[nodiscard]] hir::ExpressionPtr check_expression(FunctionChecker& f, const ast::Expression& expression);

/// The same where a value has to be there: reports an optional one.
[[nodiscard]] hir::ExpressionPtr check_there(FunctionChecker& f, const ast::Expression& expression);

/// The same where a response or a row is no use: reports it. An optional stays one.
[[nodiscard]] hir::ExpressionPtr check_possible(FunctionChecker& f, const ast::Expression& expression);

/// Both together.
[[nodiscard]] hir::ExpressionPtr check_value(FunctionChecker& f, const ast::Expression& expression);

/// The same where one type is wanted: converts what converts by itself, reports the rest. `null` stands where
/// a `T?` is wanted.
[[nodiscard]] hir::ExpressionPtr check_as(FunctionChecker& f, const ast::Expression& expression,
                                          hir::Type wanted);

// The families, by file.
// check_name.cpp
/// A variable of the user is used at `used`, or in a function that is called there: there has to be a user.
void note_user_variable(FunctionChecker& f, Span used, Span variable);
/// The value of a variable; reports those that are none.
[[nodiscard]] hir::ExpressionPtr refer(FunctionChecker& f, Variable& variable, Span span);
[[nodiscard]] hir::ExpressionPtr check_name(FunctionChecker& f, const ast::Name& name);
[[nodiscard]] hir::ExpressionPtr check_user_member(FunctionChecker& f, const ast::Name& name, Span span);
/// The variable behind `user.name`; null and reported when there is none.
[[nodiscard]] Variable* find_user_variable(FunctionChecker& f, const ast::Name& name);
[[nodiscard]] bool is_user(const ast::Expression& expression);
// check_member.cpp
[[nodiscard]] hir::ExpressionPtr check_member(FunctionChecker& f, const ast::Member& member, Span span);
[[nodiscard]] hir::ExpressionPtr check_index(FunctionChecker& f, const ast::Index& index, Span span);
// check_response.cpp
[[nodiscard]] hir::ExpressionPtr check_response_field(FunctionChecker& f, hir::LocalId response,
                                                      const ast::Name& field, Span span);
[[nodiscard]] hir::ExpressionPtr check_response_header(FunctionChecker& f, hir::LocalId response,
                                                       const ast::Call& call, Span span);
// check_find.cpp: `response.find("…")`, `response.find_all("…")`
[[nodiscard]] bool is_find(std::string_view method);
/// `method`: one of them.
[[nodiscard]] hir::ExpressionPtr check_response_find(FunctionChecker& f, hir::LocalId response,
                                                     std::string_view method, const ast::Call& call,
                                                     Span span);
[[nodiscard]] std::optional<hir::ResponseField> response_field(std::string_view name);
// check_call.cpp
[[nodiscard]] hir::ExpressionPtr check_call(FunctionChecker& f, const ast::Call& call, Span span);
// check_operator.cpp
[[nodiscard]] hir::ExpressionPtr check_unary(FunctionChecker& f, const ast::Unary& unary, Span span);
[[nodiscard]] hir::ExpressionPtr check_binary(FunctionChecker& f, const ast::Binary& binary, Span span);
[[nodiscard]] hir::ExpressionPtr check_conditional(FunctionChecker& f, const ast::Conditional& conditional,
                                                   Span span);
// check_coalesce.cpp
[[nodiscard]] hir::ExpressionPtr check_coalesce(FunctionChecker& f, const ast::Binary& binary, Span span);
/// Whether `??` and `== null` mean something for it: it may be missing, or null.
[[nodiscard]] bool can_be_missing(const hir::ExpressionPtr& expression);
// check_null.cpp
/// `e == null`, `e != null`; `value` is e.
[[nodiscard]] hir::ExpressionPtr check_null(FunctionChecker& f, const ast::Expression& value, bool negated,
                                            Span span);
// check_json.cpp
[[nodiscard]] hir::ExpressionPtr check_json_literal(FunctionChecker& f, const ast::Expression& expression);
/// Where JSON is written: `[…]` is an array, not a list.
[[nodiscard]] hir::ExpressionPtr check_json_value(FunctionChecker& f, const ast::Expression& expression);

}  // namespace nest::sema
