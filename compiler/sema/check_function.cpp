#include "compiler/sema/check_function.h"

#include <utility>

#include "compiler/sema/build_expression.h"
#include "compiler/sema/check_expression.h"
#include "compiler/sema/check_optional.h"
#include "compiler/sema/check_request.h"
#include "compiler/sema/check_shared.h"
#include "compiler/sema/check_statement.h"
#include "compiler/sema/conversion.h"

namespace nest::sema {
namespace {

using hir::Type;

void declare_parameters(FunctionChecker& f, const FunctionSymbol& function) {
  for (std::size_t i = 0; i < function.parameters.size(); ++i) {
    const std::optional<Type> type = function.parameters[i];
    const hir::LocalId local = f.add_temporary(type.value_or(Type::Void));
    f.declare(function.tree->parameters[i].name, local, type, false);
  }
  f.function.parameters = function.parameters.size();
}

// What callers ask of a response that they give, and of one that they get.
ResponseFlow response_flow(FunctionChecker& f, const FunctionSymbol& function) {
  ResponseFlow flow;
  if (f.returned) flow.results = f.responses.sources(*f.returned);
  for (std::size_t i = 0; i < function.parameters.size(); ++i) {
    const auto local = static_cast<hir::LocalId>(i);
    const bool is_response = function.parameters[i] == Type::Response;
    flow.parameters.push_back(is_response ? f.responses.needs(local) : ResponseNeeds{});
    if (is_response && f.returned && f.responses.joined(local, *f.returned))
      flow.returned_parameters.push_back(i);
  }
  return flow;
}

void report_missing_return(FunctionChecker& f, const FunctionSymbol& function) {
  const Span body = function.tree->body.span;
  const Span end{body.file, body.begin + body.length - 1, 1};
  f.emitter.emit(DiagnosticCode::MissingReturn, end, function.tree->name.text, with_article(*function.result))
      .note(function.tree->result->span, "that it does is said here")
      .help("every way through it ends with `return` or `fail`");
}

void check_function(Analysis& analysis, FunctionSymbol& function) {
  FunctionChecker f(analysis, hir::FunctionKind::Function, &function.module->scope);
  f.function.symbol = analysis.program.functions[hir::index(function.id)].symbol;
  f.function.span = function.tree->span;
  f.function.result = function.result.value_or(Type::Void);
  f.of_function = &function;
  const RequestDefaults defaults = user_defaults(analysis);
  f.defaults = &defaults;
  f.open_scope();
  declare_parameters(f, function);
  if (function.result == Type::Response) f.returned = f.add_temporary(Type::Response);
  CheckedBlock body = check_block(f, function.tree->body);
  f.close_scope();
  const bool gives = function.result && *function.result != Type::Void;
  if (gives && !body.ends) report_missing_return(f, function);
  function.suspends = f.function.suspends;
  function.user_variable = f.user_variable;
  function.sets = f.sets;
  function.responses = response_flow(f, function);
  f.finish(std::move(body.statements), function.id);
}

// The value right of `return`; null when it was wrong.
hir::ExpressionPtr check_returned(FunctionChecker& f, const ast::Initializer& value, hir::Block& out) {
  if (const auto* request = std::get_if<ast::Request>(&value)) {
    const hir::LocalId local = f.add_temporary(Type::Response);
    check_request(f, *request, local, request->span, out);
    return build(Type::Response, request->span, hir::LocalReference{local});
  }
  const ast::Expression& written = *std::get<ast::ExpressionPtr>(value);
  const WaitingPlace place(f, written, WaitingPlace::Kind::RightSide);
  const auto result = f.of_function == nullptr ? std::nullopt : f.of_function->result;
  if (f.of_function != nullptr && !result && is_null(written)) return nullptr;  // its type was wrong
  return result && result->is_optional() ? check_as(f, written, *result) : check_expression(f, written);
}

Span span_of(const ast::Initializer& value) {
  if (const auto* request = std::get_if<ast::Request>(&value)) return request->span;
  return std::get<ast::ExpressionPtr>(value)->span;
}

void report_value(FunctionChecker& f, const ast::Initializer& value) {
  auto report = f.emitter.emit(DiagnosticCode::ReturnedToNobody, span_of(value));
  if (f.of_function == nullptr) {
    report.help("only a `fn` gives a value; `return` alone ends what stands here");
  } else {
    report.help("say what it gives: `fn {}(…) -> int {{ … }}`", f.of_function->tree->name.text);
  }
}

}  // namespace

void check_functions(Analysis& analysis) {
  for (FunctionSymbol* function : analysis.ordered_functions) check_function(analysis, *function);
}

void check_return(FunctionChecker& f, const ast::Return& statement, Span span, hir::Block& out) {
  const bool wanted = f.of_function != nullptr && f.of_function->result != Type::Void;
  if (!statement.value) {
    if (wanted && f.of_function->result) {
      f.emitter.emit(DiagnosticCode::ReturnsNothing, span, with_article(*f.of_function->result))
          .note(f.of_function->tree->result->span, "that it gives one is said here");
    }
    out.push_back({span, hir::Leave{hir::LeaveKind::Return}});
    return;
  }
  auto value = check_returned(f, *statement.value, out);
  if (!wanted) return report_value(f, *statement.value);
  if (!f.of_function->result) return;
  value = coerce(f, std::move(value), *f.of_function->result);
  if (value == nullptr) return;
  if (f.returned) {
    follow_response(f, *value, *f.returned);
    f.note_store(*f.returned);
  }
  out.push_back({span, hir::Leave{hir::LeaveKind::Return, std::move(value)}});
}

}  // namespace nest::sema
