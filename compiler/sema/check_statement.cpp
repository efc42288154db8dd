#include "compiler/sema/check_statement.h"

#include <fmt/format.h>

#include <utility>

#include "compiler/hir/overloaded.h"
#include "compiler/sema/build_expression.h"
#include "compiler/sema/check_constant.h"
#include "compiler/sema/check_data.h"
#include "compiler/sema/check_expression.h"
#include "compiler/sema/check_function.h"
#include "compiler/sema/check_metric.h"
#include "compiler/sema/check_request.h"
#include "compiler/sema/check_shared.h"
#include "compiler/sema/conversion.h"
#include "compiler/sema/template_builder.h"

namespace nest::sema {
namespace {

using hir::Type;

bool add_leave(FunctionChecker& f, hir::LeaveKind kind, Span span, hir::Block& out) {
  if (f.reachable) {
    f.exits.interrupts |= kind == hir::LeaveKind::Interrupt || kind == hir::LeaveKind::InterruptWait;
    f.exits.stops |= kind == hir::LeaveKind::Stop;
  }
  out.push_back({span, hir::Leave{kind}});
  return true;
}

bool reported_in_function(FunctionChecker& f, std::string_view word, Span span) {
  if (!f.once.empty()) {
    f.emitter.emit(DiagnosticCode::LeaveInFunction, span, word, fmt::format("`{}`", f.once))
        .help("`return` ends it; `fail` says that it went wrong");
    return true;
  }
  if (f.of_function == nullptr) return false;
  f.emitter.emit(DiagnosticCode::LeaveInFunction, span, word, "a function")
      .help("return a value that says so, and `{}` where the function is called", word);
  return true;
}

bool check_stop(FunctionChecker& f, Span span, hir::Block& out) {
  return reported_in_function(f, "stop", span) || add_leave(f, hir::LeaveKind::Stop, span, out);
}

bool check_interrupt(FunctionChecker& f, const ast::Interrupt& interrupt, Span span, hir::Block& out) {
  if (reported_in_function(f, "interrupt", span)) return true;
  if (f.in_user_block) {
    f.emitter.emit(DiagnosticCode::InterruptOutsideTask, span, "the user block")
        .help("there is no taskset to leave; `stop` ends this user");
    return true;
  }
  if (f.function.kind == hir::FunctionKind::OnStop) {
    f.emitter.emit(DiagnosticCode::InterruptOutsideTask, span, "`on_stop`")
        .help("the taskset is being left already; `return` ends `on_stop`");
    return true;
  }
  return add_leave(f, interrupt.wait ? hir::LeaveKind::InterruptWait : hir::LeaveKind::Interrupt, span, out);
}

template <typename Node>
bool check_jump(FunctionChecker& f, std::string_view word, Span span, hir::Block& out) {
  if (f.loops.empty()) {
    f.emitter.emit(DiagnosticCode::OutsideLoop, span, word);
    return true;
  }
  FunctionChecker::Loop& loop = f.loops.back();
  if (std::is_same_v<Node, hir::Break> && f.reachable == loop.reachable) {
    loop.has_break = true;
    loop.at_breaks = loop.at_breaks ? meet(*loop.at_breaks, f.present) : f.present;
  }
  out.push_back({span, Node{}});
  return true;
}

bool check_if(FunctionChecker& f, const ast::If& branch, Span span, hir::Block& out) {
  auto condition = check_as(f, *branch.condition, Type::Bool);
  std::optional<double> likelihood;
  if (branch.likelihood != nullptr) likelihood = check_likelihood(f.analysis, f.scope(), *branch.likelihood);
  const auto [when_true, when_false] = presence_of(f, condition.get());
  Present before = f.present;
  f.present.insert(when_true.begin(), when_true.end());
  CheckedBlock then = check_block(f, branch.then);
  const Present after_then = std::exchange(f.present, std::move(before));
  f.present.insert(when_false.begin(), when_false.end());
  CheckedBlock otherwise;
  if (branch.otherwise) otherwise = check_block(f, *branch.otherwise);
  if (!then.ends) f.present = otherwise.ends ? after_then : meet(after_then, f.present);
  out.push_back({span, hir::If{std::move(condition), std::move(then.statements),
                               std::move(otherwise.statements), likelihood}});
  return then.ends && otherwise.ends;
}

// Text for `log` and `fail`: any value, written out.
hir::ExpressionPtr check_message(FunctionChecker& f, const ast::Expression& message) {
  auto value = check_value(f, message);
  if (value == nullptr || value->type == Type::String) return value;
  return render_value(std::move(value));
}

void check_evaluation(FunctionChecker& f, const ast::Expression& value, Span span, hir::Block& out) {
  if (check_measure(f, value, span, out)) return;
  const WaitingPlace place(f, value, WaitingPlace::Kind::Statement);
  const bool is_call = std::holds_alternative<ast::Call>(value.node);
  auto checked = check_expression(f, value);
  if (checked == nullptr) return;
  if (checked->type == Type::Response && !is_call) {
    report_response(f, checked->span);
    return;
  }
  if (!is_call) {
    f.emitter.emit(DiagnosticCode::ExpressionWithoutEffect, span)
        .help("to check a condition, write `expect` or `require` before it");
    return;
  }
  out.push_back({span, hir::Evaluate{std::move(checked)}});
}

void check_conditions(FunctionChecker& f, const ast::Conditions& conditions, hir::Block& out) {
  for (const ast::ExpressionPtr& condition : conditions.conditions) {
    if (auto check = check_condition(f, *condition, conditions.require, std::nullopt)) {
      if (conditions.require) {
        const Present holds = presence_of(f, check->condition.get()).when_true;
        f.present.insert(holds.begin(), holds.end());
      }
      out.push_back({condition->span, std::move(*check)});
    }
  }
}

// Control comes out behind it as it comes out of its body.
bool check_transaction(FunctionChecker& f, const ast::Transaction& transaction, Span span, hir::Block& out) {
  const auto name = check_as(f, *transaction.name, Type::String);
  const auto* text = name == nullptr ? nullptr : constant_value<std::string>(*name);
  if (name != nullptr && (text == nullptr || text->empty())) {
    f.emitter.emit(DiagnosticCode::TransactionName, transaction.name->span)
        .help("a name that changes would give a row of its own to every value");
  }
  CheckedBlock body = check_block(f, transaction.body);
  const auto id = f.analysis.transaction(text == nullptr ? std::string() : *text, transaction.name->span);
  out.push_back({span, hir::Transaction{id, std::move(body.statements)}});
  return body.ends;
}

bool check_statement(FunctionChecker& f, const ast::Statement& statement, hir::Block& out) {
  const Span span = statement.span;
  const auto goes_on = [](auto&&...) { return false; };
  return std::visit(
      hir::Overloaded{
          [&](const ast::Variable& n) { return check_variable(f, n, span, out), goes_on(); },
          [&](const ast::Assign& n) { return check_assign(f, n, span, out), goes_on(); },
          [&](const ast::Request& n) {
            return check_request(f, n, f.add_temporary(Type::Response), span, out), goes_on();
          },
          [&](const ast::ExpressionStatement& n) {
            return check_evaluation(f, *n.value, span, out), goes_on();
          },
          [&](const ast::If& n) { return check_if(f, n, span, out); },
          [&](const ast::For& n) { return check_for(f, n, span, out); },
          [&](const ast::Repeat& n) { return check_repeat(f, n, span, out); },
          [&](const ast::While& n) { return check_while(f, n, span, out); },
          [&](const ast::Break&) { return check_jump<hir::Break>(f, "break", span, out); },
          [&](const ast::Continue&) { return check_jump<hir::Continue>(f, "continue", span, out); },
          [&](const ast::Return& n) { return check_return(f, n, span, out), true; },
          [&](const ast::Sleep& n) {
            f.function.suspends = true;
            out.push_back({span, hir::Sleep{check_as(f, *n.duration, Type::Duration)}});
            return false;
          },
          [&](const ast::Log& n) {
            out.push_back({span, hir::Log{check_message(f, *n.message)}});
            return false;
          },
          [&](const ast::Fail& n) {
            out.push_back({span, hir::Fail{check_message(f, *n.message)}});
            return true;
          },
          [&](const ast::Interrupt& n) { return check_interrupt(f, n, span, out); },
          [&](const ast::Stop&) { return check_stop(f, span, out); },
          [&](const ast::Parallel& n) { return check_parallel(f, n, span, out), goes_on(); },
          [&](const ast::Transaction& n) { return check_transaction(f, n, span, out); },
          [&](const ast::Release& n) { return check_release(f, n, span, out), goes_on(); },
          [&](const ast::Conditions& n) { return check_conditions(f, n, out), goes_on(); },
      },
      statement.node);
}

}  // namespace

CheckedBlock check_block(FunctionChecker& f, const ast::Block& block) {
  CheckedBlock result;
  const bool reachable_before = f.reachable;
  f.open_scope();
  for (const ast::Statement& statement : block.statements) {
    if (result.ends && f.reachable) {
      f.emitter.emit(DiagnosticCode::UnreachableStatement, statement.span)
          .help("the statement before it never goes on");
      f.reachable = false;
    }
    result.ends |= check_statement(f, statement, result.statements);
  }
  f.close_scope();
  f.reachable = reachable_before;
  return result;
}

std::optional<hir::Check> check_condition(FunctionChecker& f, const ast::Expression& condition, bool require,
                                          std::optional<hir::RowId> row) {
  auto checked = check_as(f, condition, Type::Bool);
  if (checked == nullptr) return std::nullopt;
  return hir::Check{f.analysis.add_check(condition.span, row), std::move(checked), require};
}

}  // namespace nest::sema
