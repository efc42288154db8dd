// Loops that cannot come to their end.

#include <set>

#include "compiler/hir/overloaded.h"
#include "compiler/hir/walk.h"
#include "compiler/sema/condition_facts.h"
#include "compiler/sema/lints.h"

namespace nest::sema {
namespace {

/// What a loop's body does, as far as it bears on the loop's end.
struct BodyFacts {
  bool waits = false;
  bool may_leave = false;         // the loop: `break`, `return`, a failure
  std::set<hir::LocalId> locals;  // that it may assign
  std::set<hir::StateId> states;
};

void look_at(const hir::Block& block, bool in_inner_loop, BodyFacts& facts);

void look_at_expression(const hir::Expression& expression, BodyFacts& facts) {
  hir::for_each_part(expression, [&](const hir::Expression& part) {
    // Each of these may abandon the task; what a queue or map gives may take long to come.
    if (std::holds_alternative<hir::JsonPath>(part.node) || std::holds_alternative<hir::Convert>(part.node) ||
        std::holds_alternative<hir::ListElement>(part.node) ||
        std::holds_alternative<hir::FunctionCall>(part.node))
      facts.may_leave = true;
    if (const auto* find = std::get_if<hir::ResponseFind>(&part.node))
      facts.may_leave = facts.may_leave || !find->all;
    // Where no row is left, its data says what happens: the user waits, or the task ends.
    if (std::holds_alternative<hir::DataNext>(part.node)) facts.may_leave = facts.waits = true;
    if (const auto* call = std::get_if<hir::SharedCall>(&part.node))
      facts.waits = facts.waits || call->method == hir::SharedMethod::Take;
  });
}

void look_at_statement(const hir::Statement& statement, bool in_inner_loop, BodyFacts& facts) {
  hir::for_each_expression(statement, [&](const hir::Expression& part) { look_at_expression(part, facts); });
  std::visit(hir::Overloaded{
                 [&](const hir::SetLocal& n) { facts.locals.insert(n.local); },
                 [&](const hir::SetState& n) { facts.states.insert(n.state); },
                 [&](const hir::Check& n) { facts.may_leave = facts.may_leave || n.require; },
                 [&](const hir::RequestStatement& n) {
                   facts.waits = true;
                   facts.locals.insert(n.result);
                   for (const hir::Check& check : n.checks)
                     facts.may_leave = facts.may_leave || check.require;
                 },
                 [&](const hir::Sleep&) { facts.waits = true; },
                 [&](const hir::ForRange& n) { facts.locals.insert(n.variable); },
                 [&](const hir::ForEach& n) { facts.locals.insert(n.variable); },
                 [&](const hir::Break&) { facts.may_leave = facts.may_leave || !in_inner_loop; },
                 [&](const hir::Fail&) { facts.may_leave = true; },
                 [&](const hir::Measure&) { facts.may_leave = true; },  // what the metric cannot hold
                 [&](const hir::Leave&) { facts.may_leave = true; },
                 [](const auto&) {},
             },
             statement.node);
}

void look_at(const hir::Block& block, bool in_inner_loop, BodyFacts& facts) {
  for (const hir::Statement& statement : block) {
    look_at_statement(statement, in_inner_loop, facts);
    const bool is_no_loop = std::holds_alternative<hir::If>(statement.node) ||
                            std::holds_alternative<hir::Parallel>(statement.node) ||
                            std::holds_alternative<hir::Transaction>(statement.node);
    hir::for_each_block(
        statement, [&](const hir::Block& inner) { look_at(inner, in_inner_loop || !is_no_loop, facts); });
  }
}

// Whether another look at the condition may give another answer, after a turn of this body.
bool may_change(const hir::Expression& condition, const BodyFacts& facts) {
  bool changes = false;
  hir::for_each_part(condition, [&](const hir::Expression& part) {
    if (const auto* local = std::get_if<hir::LocalReference>(&part.node))
      changes = changes || facts.locals.contains(local->local);
    if (const auto* state = std::get_if<hir::StateReference>(&part.node))
      changes = changes || facts.states.contains(state->state);
    changes = changes || varies(part);
  });
  return changes;
}

void lint_loop(Analysis& analysis, const hir::While& loop) {
  const auto* constant = std::get_if<hir::Constant>(&loop.condition->node);
  if (constant != nullptr && !std::get<bool>(constant->value)) return;
  BodyFacts facts;
  look_at(loop.body, false, facts);
  look_at_expression(*loop.condition, facts);
  if (facts.may_leave || may_change(*loop.condition, facts)) return;
  if (!facts.waits) {
    analysis.emitter.emit(DiagnosticCode::EndlessLoop, loop.condition->span)
        .help("change what the condition reads, leave the loop by `break`, or let it wait with `sleep`");
  } else if (constant == nullptr) {
    analysis.emitter.emit(DiagnosticCode::UnchangingCondition, loop.condition->span)
        .help(
            "once begun it goes on for ever: assign what the condition reads, such as the answer of a new "
            "request");
  }
}

}  // namespace

void lint_loops(Analysis& analysis) {
  for (const hir::Function& function : analysis.program.functions) {
    hir::for_each_statement(function.body, [&](const hir::Statement& statement) {
      if (const auto* loop = std::get_if<hir::While>(&statement.node)) lint_loop(analysis, *loop);
    });
  }
}

}  // namespace nest::sema
