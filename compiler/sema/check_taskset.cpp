#include "compiler/sema/check_taskset.h"

#include <algorithm>
#include <utility>

#include "compiler/sema/build_expression.h"
#include "compiler/sema/check_constant.h"
#include "compiler/sema/check_data.h"
#include "compiler/sema/check_expression.h"
#include "compiler/sema/check_list.h"
#include "compiler/sema/check_request.h"
#include "compiler/sema/check_shared.h"
#include "compiler/sema/check_statement.h"
#include "compiler/sema/conversion.h"
#include "compiler/sema/function_checker.h"

namespace nest::sema {
namespace {

using hir::Type;

/// A taskset or the user block, as far as they are alike.
struct Owner {
  std::string full_name;
  std::optional<hir::TasksetId> taskset;  // none: the user block
  Scope* state = nullptr;
  Exits* exits = nullptr;
  const RequestDefaults* defaults = nullptr;
};

// The clause that counts: the first. Null when there is none; later ones are reported.
template <typename Clause>
const Clause* only(Analysis& analysis, const std::vector<Clause>& clauses, std::string_view word) {
  for (std::size_t i = 1; i < clauses.size(); ++i) {
    analysis.emitter.emit(DiagnosticCode::DuplicateClause, clauses[i].span, word)
        .note(clauses.front().span, "first given here");
  }
  return clauses.empty() ? nullptr : &clauses.front();
}

void report_state_response(FunctionChecker& f, const ast::Variable& variable, Span span) {
  f.emitter.emit(DiagnosticCode::StateHoldsResponse, span, variable.name.text)
      .help(
          "declare it with a value (`var {} = \"\"`), send the request in `on_start`, and keep what you need "
          "of its "
          "`.json` or `.body`",
          variable.name.text);
}

// The type and value of one state variable; a wrong one has no value.
std::pair<std::optional<Type>, hir::ExpressionPtr> check_state_value(FunctionChecker& f,
                                                                     const ast::Variable& variable,
                                                                     hir::Block& out) {
  std::optional<Type> type;
  if (variable.type) type = resolve_type(f.emitter, *variable.type);
  if (const auto* request = std::get_if<ast::Request>(&variable.value)) {
    check_request(f, *request, f.add_temporary(Type::Response), request->span, out);
    report_state_response(f, variable, request->span);
    return {};
  }
  const ast::Expression& written = *std::get<ast::ExpressionPtr>(variable.value);
  if (type == Type::Response) {
    report_state_response(f, variable, variable.type->span);
    return {};
  }
  const WaitingPlace place(f, written, WaitingPlace::Kind::RightSide);
  auto value = type ? check_as(f, written, *type) : check_expression(f, written);
  if (value != nullptr && value->type == Type::Response && !type) {
    report_response(f, value->span);
    value = nullptr;
  }
  if (!variable.type && value != nullptr && is_empty_list(f, *value)) value = nullptr;
  if (!type && value != nullptr && !is_untyped(*value)) type = value->type;
  return {type, std::move(value)};
}

void check_state_variable(FunctionChecker& f, const Owner& owner, const ast::Variable& variable, Span span,
                          hir::Block& out) {
  auto [type, value] = check_state_value(f, variable, out);
  const auto id = static_cast<hir::StateId>(f.analysis.program.states.size());
  f.analysis.program.states.push_back({variable.name.text, type.value_or(Type::Void), owner.taskset});
  if (type == Type::Row) f.analysis.program.states.back().data = data_of(f, *value);
  note_assigned(f, id, value.get());
  if (value != nullptr) out.push_back({span, hir::SetState{id, std::move(value)}});
  declare_variable(f.analysis, *owner.state,
                   {variable.name.text, variable.name.span, type, variable.is_mutable, false, id, false});
}

std::optional<hir::FunctionId> check_state(Analysis& analysis, const Owner& owner,
                                           const std::vector<ast::Statement>& state) {
  if (state.empty()) return std::nullopt;
  for (const ast::Statement& statement : state) {
    owner.state->announce(std::get<ast::Variable>(statement.node).name.text);
  }
  FunctionChecker f(analysis, hir::FunctionKind::StateInit, owner.state);
  f.function.symbol = owner.full_name + ".state";
  f.function.span = join(state.front().span, state.back().span);
  f.in_user_block = !owner.taskset;
  hir::Block body;
  for (const ast::Statement& statement : state) {
    check_state_variable(f, owner, std::get<ast::Variable>(statement.node), statement.span, body);
  }
  return f.finish(std::move(body));
}

hir::FunctionId check_body(Analysis& analysis, const Owner& owner, hir::FunctionKind kind, std::string symbol,
                           const ast::Block& body, Span span) {
  FunctionChecker f(analysis, kind, owner.state);
  f.function.symbol = std::move(symbol);
  f.function.span = span;
  f.in_user_block = !owner.taskset;
  f.defaults = owner.defaults;
  CheckedBlock checked = check_block(f, body);
  owner.exits->interrupts |= f.exits.interrupts;
  owner.exits->stops |= f.exits.stops;
  return f.finish(std::move(checked.statements));
}

std::optional<hir::FunctionId> check_hook(Analysis& analysis, const Owner& owner, hir::FunctionKind kind,
                                          const std::vector<ast::Hook>& hooks) {
  const std::string_view word = kind == hir::FunctionKind::OnStart ? "on_start" : "on_stop";
  std::optional<hir::FunctionId> first;
  only(analysis, hooks, word);
  for (const ast::Hook& hook : hooks) {  // a second one is wrong, but may hold other mistakes
    const auto id =
        check_body(analysis, owner, kind, fmt::format("{}.{}", owner.full_name, word), hook.body, hook.span);
    if (!first) first = id;
  }
  return first;
}

std::vector<std::string> tags_of(const TasksetSymbol& taskset, const ast::Task& task) {
  std::vector<std::string> tags;
  const auto add = [&](const std::vector<ast::Name>& names) {
    for (const ast::Name& name : names) tags.push_back(name.text);
  };
  add(task.tags);
  for (const TasksetSymbol* around = &taskset; around != nullptr; around = around->parent)
    add(around->tree->tags);
  std::ranges::sort(tags);
  const auto twins = std::ranges::unique(tags);
  tags.erase(twins.begin(), twins.end());
  return tags;
}

hir::TaskId check_task(Analysis& analysis, const TasksetSymbol& taskset, const Owner& owner,
                       const ast::Task& task) {
  std::string full_name = owner.full_name + "." + task.name.text;
  const auto run = check_body(analysis, owner, hir::FunctionKind::Task, full_name, task.body, task.span);
  analysis.program.tasks.push_back(
      {task.name.text, std::move(full_name), task.doc, run, taskset.id, task.span, tags_of(taskset, task)});
  return static_cast<hir::TaskId>(analysis.program.tasks.size() - 1);
}

// Its own, else that of the taskset around it, else the user's, else none.
hir::Wait effective_wait(Analysis& analysis, const TasksetSymbol& taskset) {
  if (const ast::Wait* wait = only(analysis, taskset.tree->waits, "wait")) {
    return check_wait(analysis, taskset.module->scope, *wait).value_or(hir::Wait{});
  }
  if (taskset.parent != nullptr) return analysis.program.tasksets[hir::index(taskset.parent->id)].wait;
  return analysis.user_wait.value_or(hir::Wait{});
}

}  // namespace

void check_user_state(Analysis& analysis, const ast::UserBlock& user) {
  Exits exits;
  const Owner owner{"user", std::nullopt, &analysis.user_state, &exits, nullptr};
  if (const ast::Wait* wait = only(analysis, user.waits, "wait"))
    analysis.user_wait = check_wait(analysis, analysis.user_module->scope, *wait);
  analysis.program.user.init = check_state(analysis, owner, user.state);
}

void check_user_hooks(Analysis& analysis, const ast::UserBlock& user) {
  Exits exits;
  const RequestDefaults defaults = user_defaults(analysis);
  const Owner owner{"user", std::nullopt, &analysis.user_state, &exits, &defaults};
  check_defaults(analysis, user.defaults, analysis.user_module->scope);
  hir::UserBlock& block = analysis.program.user;
  block.on_start = check_hook(analysis, owner, hir::FunctionKind::OnStart, user.on_start);
  block.on_stop = check_hook(analysis, owner, hir::FunctionKind::OnStop, user.on_stop);
}

void check_taskset(Analysis& analysis, TasksetSymbol& taskset) {
  const ast::Taskset& tree = *taskset.tree;
  hir::Taskset& checked = analysis.program.tasksets[hir::index(taskset.id)];  // no taskset is added any more
  const RequestDefaults defaults = taskset_defaults(analysis, taskset);
  const Owner owner{checked.full_name, taskset.id, &taskset.state, &taskset.exits, &defaults};
  if (const ast::Weight* weight = only(analysis, tree.weights, "weight")) {
    checked.weight = check_weight(analysis, taskset.module->scope, *weight->value);
  }
  checked.wait = effective_wait(analysis, taskset);
  checked.init = check_state(analysis, owner, tree.state);
  check_defaults(analysis, tree.defaults, taskset.state);
  check_hosts(analysis, tree.hosts, taskset.state);
  checked.on_start = check_hook(analysis, owner, hir::FunctionKind::OnStart, tree.on_start);
  checked.on_stop = check_hook(analysis, owner, hir::FunctionKind::OnStop, tree.on_stop);
  for (const ast::Task& task : tree.tasks) {
    const std::uint32_t weight =
        task.weight == nullptr ? 1 : check_weight(analysis, taskset.module->scope, *task.weight);
    const hir::TaskId id = check_task(analysis, taskset, owner, task);
    taskset.tasks.push_back({id, weight});
  }
}

}  // namespace nest::sema
