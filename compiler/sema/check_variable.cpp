#include <utility>

#include "compiler/sema/build_expression.h"
#include "compiler/sema/check_data.h"
#include "compiler/sema/check_expression.h"
#include "compiler/sema/check_function.h"
#include "compiler/sema/check_list.h"
#include "compiler/sema/check_optional.h"
#include "compiler/sema/check_request.h"
#include "compiler/sema/check_shared.h"
#include "compiler/sema/check_statement.h"
#include "compiler/sema/conversion.h"
#include "compiler/sema/find_variable.h"
#include "compiler/sema/foreign_words.h"

namespace nest::sema {
namespace {

using hir::Type;

hir::ExpressionPtr check_right_side(FunctionChecker& f, const ast::Expression& value,
                                    std::optional<Type> wanted) {
  const WaitingPlace place(f, value, WaitingPlace::Kind::RightSide);
  return wanted ? check_as(f, value, *wanted) : check_expression(f, value);
}

void declare_response(FunctionChecker& f, const ast::Variable& variable, const ast::Request& request,
                      std::optional<Type> annotated, Span span, hir::Block& out) {
  const hir::LocalId local = f.add_temporary(Type::Response);
  check_request(f, request, local, span, out);
  if (annotated && *annotated != Type::Response) {
    f.emitter.emit(DiagnosticCode::TypeMismatch, variable.type->span, with_article(*annotated), "a response")
        .help("keep the response and take what you need from it on the next line");
    f.declare(variable.name, local, std::nullopt, variable.is_mutable);
    return;
  }
  f.declare(variable.name, local, Type::Response, variable.is_mutable);
}

Variable* find_target(FunctionChecker& f, const ast::Expression& target) {
  if (const auto* reference = std::get_if<ast::NameReference>(&target.node)) {
    if (Variable* variable = f.scope().find(reference->name.text)) return variable;
    report_unknown_target(f, reference->name);
    return nullptr;
  }
  const auto* member = std::get_if<ast::Member>(&target.node);
  if (member == nullptr || !is_user(*member->base)) {
    const auto* owner = member == nullptr ? nullptr : std::get_if<ast::NameReference>(&member->base->node);
    const auto foreign = owner == nullptr ? std::string_view() : foreign_word_hint(owner->name.text);
    f.emitter.emit(DiagnosticCode::NotAssignable, target.span)
        .help("{}", foreign.empty() ? "a variable stands left of `=`" : foreign);
    return nullptr;
  }
  if (member->name.text == "id" || member->name.text == "iteration") {
    f.emitter.emit(DiagnosticCode::AssignmentToLet, target.span, "user." + member->name.text);
    return nullptr;
  }
  return find_user_variable(f, member->name);
}

// Not a `const` or a `param`.
bool is_variable(const Variable& target) {
  return std::holds_alternative<hir::LocalId>(target.place) ||
         std::holds_alternative<hir::StateId>(target.place);
}

// Of a variable of type Row.
std::optional<hir::DataId> rows_kept_in(const FunctionChecker& f, const Variable& target) {
  if (const auto* state = std::get_if<hir::StateId>(&target.place))
    return f.analysis.program.states[hir::index(*state)].data;
  return f.function.locals[hir::index(std::get<hir::LocalId>(target.place))].data;
}

void assign_request(FunctionChecker& f, const Variable* target, const ast::Request& request, Span span,
                    hir::Block& out) {
  const bool holds_response = target != nullptr && target->type == Type::Response;
  const hir::LocalId local =
      holds_response ? std::get<hir::LocalId>(target->place) : f.add_temporary(Type::Response);
  check_request(f, request, local, span, out);
  if (target == nullptr || !target->type || holds_response) return;
  f.emitter.emit(DiagnosticCode::TypeMismatch, request.span, with_article(*target->type), "a response")
      .note(target->span, "declared here")
      .help("keep it: `let response = …`, then take what you need: `{} = response.json.…`", target->name);
}

void store(FunctionChecker& f, const Variable& target, hir::ExpressionPtr value, Span span, hir::Block& out) {
  if (const auto* state = std::get_if<hir::StateId>(&target.place)) {
    note_assigned(f, *state, value.get());
    if (f.analysis.program.states[hir::index(*state)].owner == std::nullopt) f.sets.insert(*state);
    out.push_back({span, hir::SetState{*state, std::move(value)}});
    return;
  }
  const auto local = std::get<hir::LocalId>(target.place);
  follow_response(f, *value, local);
  f.note_store(local);
  note_assigned(f, local, value.get());
  out.push_back({span, hir::SetLocal{local, std::move(value)}});
}

}  // namespace

void check_variable(FunctionChecker& f, const ast::Variable& variable, Span span, hir::Block& out) {
  std::optional<Type> annotated;
  if (variable.type) annotated = resolve_type(f.emitter, *variable.type);
  if (const auto* request = std::get_if<ast::Request>(&variable.value)) {
    declare_response(f, variable, *request, annotated, span, out);
    return;
  }
  auto value = check_right_side(f, *std::get<ast::ExpressionPtr>(variable.value), annotated);
  if (!variable.type && value != nullptr && is_empty_list(f, *value)) value = nullptr;
  std::optional<Type> type = annotated;
  if (!type && value != nullptr && !is_untyped(*value)) type = value->type;
  const hir::LocalId local = f.add_temporary(type.value_or(Type::Void));
  note_assigned(f, local, value.get());
  if (value != nullptr) {
    if (type == Type::Row) f.function.locals[hir::index(local)].data = data_of(f, *value);
    follow_response(f, *value, local);
    out.push_back({span, hir::SetLocal{local, std::move(value)}});
  }
  f.declare(variable.name, local, type, variable.is_mutable);
}

void check_assign(FunctionChecker& f, const ast::Assign& assign, Span span, hir::Block& out) {
  const Variable* target = find_target(f, *assign.target);
  if (target != nullptr && !target->is_mutable) {
    auto report = f.emitter.emit(DiagnosticCode::AssignmentToLet, assign.target->span, target->name);
    report.note(target->span, "declared here");
    if (is_variable(*target) && !target->is_loop_variable) report.help("declare it with `var`");
  }
  if (target != nullptr && std::holds_alternative<const ModuleSymbol*>(target->place)) return;
  if (const auto* request = std::get_if<ast::Request>(&assign.value)) {
    assign_request(f, target, *request, span, out);
    return;
  }
  const bool is_typed = target != nullptr && target->type && *target->type != Type::Void;
  auto value = check_right_side(f, *std::get<ast::ExpressionPtr>(assign.value),
                                is_typed ? target->type : std::nullopt);
  if (!is_typed) return;
  if (value != nullptr && target->type == Type::Row && !is_row_of(f, *value, rows_kept_in(f, *target)))
    return;
  if (value != nullptr && is_variable(*target)) store(f, *target, std::move(value), span, out);
}

}  // namespace nest::sema
