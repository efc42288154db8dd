#include <utility>

#include "compiler/sema/build_expression.h"
#include "compiler/sema/check_expression.h"
#include "compiler/sema/check_list.h"
#include "compiler/sema/check_statement.h"
#include "compiler/sema/conversion.h"

namespace nest::sema {
namespace {

using hir::Type;

struct Body {
  hir::Block statements;
  bool rewinds = false;
  bool has_break = false;
  std::optional<Present> at_breaks;
};

// What is known behind a loop that ends where `at_end` is known (none: never there), or by `break`.
void leave_loop(FunctionChecker& f, std::optional<Present> at_end, const std::optional<Present>& at_breaks) {
  if (!at_end) at_end = at_breaks;
  if (!at_end) return;
  f.present = at_breaks ? meet(*at_end, *at_breaks) : std::move(*at_end);
}

Body check_body(FunctionChecker& f, const ast::Block& block) {
  f.function.suspends = true;  // when its budget is used up
  f.loops.push_back({.first_local = f.function.locals.size(), .reachable = f.reachable});
  CheckedBlock checked = check_block(f, block);
  const FunctionChecker::Loop loop = f.loops.back();
  f.loops.pop_back();
  return {std::move(checked.statements), loop.rewinds, loop.has_break, loop.at_breaks};
}

// The loop's variable lives in a scope around its body. `type` none: what it walks through was wrong.
std::pair<hir::LocalId, Body> check_body_with(FunctionChecker& f, const ast::For& loop,
                                              std::optional<Type> type) {
  f.open_scope();
  const hir::LocalId variable = f.add_temporary(type.value_or(Type::Void));
  f.declare(loop.name, variable, type, false, true);
  forget_assigned_in(f, loop.body);
  const Present head = f.present;
  Body body = check_body(f, loop.body);
  leave_loop(f, head, body.at_breaks);
  f.close_scope();
  return {variable, std::move(body)};
}

void check_range(FunctionChecker& f, const ast::For& loop, Span span, hir::Block& out) {
  auto first = check_as(f, *loop.first, Type::Int);
  auto last = check_as(f, *loop.last, Type::Int);
  auto [variable, body] = check_body_with(f, loop, Type::Int);
  out.push_back({span, hir::ForRange{variable, std::move(first), std::move(last), std::move(body.statements),
                                     body.rewinds}});
}

void report_not_iterable(FunctionChecker& f, const hir::Expression& list, std::string_view variable) {
  if (list.type == Type::List) return;  // an empty one, which was reported
  auto report = f.emitter.emit(DiagnosticCode::NotIterable, list.span, with_article(list.type));
  if (list.type == Type::Int)
    report.help("count with `for {} in 1..{}`", variable, f.analysis.text_of(list.span));
  if (list.type == Type::Response)
    report.help("its body as json is `{}.json`", f.analysis.text_of(list.span));
}

}  // namespace

bool check_for(FunctionChecker& f, const ast::For& loop, Span span, hir::Block& out) {
  if (loop.last != nullptr) {
    check_range(f, loop, span, out);
    return false;
  }
  auto list = check_there(f, *loop.first);
  if (list != nullptr && list->type != Type::Json && !is_known_list(f, *list)) {
    report_not_iterable(f, *list, loop.name.text);
    list = nullptr;
  }
  std::optional<Type> element;
  if (list != nullptr) element = list->type == Type::List ? list->type.element() : Type(Type::Json);
  auto [variable, body] = check_body_with(f, loop, element);
  out.push_back({span, hir::ForEach{variable, std::move(list), std::move(body.statements), body.rewinds}});
  return false;
}

bool check_repeat(FunctionChecker& f, const ast::Repeat& loop, Span span, hir::Block& out) {
  auto count = check_as(f, *loop.count, Type::Int);
  forget_assigned_in(f, loop.body);
  const Present head = f.present;
  Body body = check_body(f, loop.body);
  leave_loop(f, head, body.at_breaks);
  out.push_back({span, hir::Repeat{std::move(count), std::move(body.statements), body.rewinds}});
  return false;
}

bool check_while(FunctionChecker& f, const ast::While& loop, Span span, hir::Block& out) {
  forget_assigned_in(f, loop.body);
  auto condition = check_as(f, *loop.condition, Type::Bool);
  const bool* constant = condition == nullptr ? nullptr : constant_value<bool>(*condition);
  const bool for_ever = constant != nullptr && *constant;
  const auto [when_true, when_false] = presence_of(f, condition.get());
  std::optional<Present> at_end;
  if (!for_ever) {
    at_end = f.present;
    at_end->insert(when_false.begin(), when_false.end());
  }
  f.present.insert(when_true.begin(), when_true.end());
  Body body = check_body(f, loop.body);
  leave_loop(f, std::move(at_end), body.at_breaks);
  out.push_back({span, hir::While{std::move(condition), std::move(body.statements), body.rewinds}});
  return for_ever && !body.has_break;
}

}  // namespace nest::sema
