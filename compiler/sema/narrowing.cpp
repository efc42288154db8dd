#include "compiler/sema/narrowing.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "compiler/hir/overloaded.h"
#include "compiler/hir/walk.h"
#include "compiler/sema/check_expression.h"
#include "compiler/sema/function_checker.h"

namespace nest::sema {
namespace {

Present united(Present one, const Present& other) {
  one.insert(other.begin(), other.end());
  return one;
}

// The variable of an optional type that is asked for; none for anything else.
std::optional<Place> asked_for(const hir::IsNull& question) {
  const auto* held = std::get_if<hir::Held>(&question.operand->node);
  if (held == nullptr) return std::nullopt;
  if (const auto* local = std::get_if<hir::LocalReference>(&held->operand->node)) return local->local;
  if (const auto* state = std::get_if<hir::StateReference>(&held->operand->node)) return state->state;
  return std::nullopt;
}

ConditionPresence presence(const hir::Expression& condition) {
  if (const auto* question = std::get_if<hir::IsNull>(&condition.node)) {
    const auto place = asked_for(*question);
    if (!place) return {};
    return question->negated ? ConditionPresence{{*place}, {}} : ConditionPresence{{}, {*place}};
  }
  if (const auto* unary = std::get_if<hir::Unary>(&condition.node)) {
    auto [when_true, when_false] = presence(*unary->operand);
    return {std::move(when_false), std::move(when_true)};
  }
  const auto* binary = std::get_if<hir::Binary>(&condition.node);
  if (binary == nullptr) return {};
  const bool both = binary->op == hir::BinaryOperator::And;
  if (!both && binary->op != hir::BinaryOperator::Or) return {};
  const ConditionPresence left = presence(*binary->left);
  const ConditionPresence right = presence(*binary->right);
  if (both) return {united(left.when_true, right.when_true), meet(left.when_false, right.when_false)};
  return {meet(left.when_true, right.when_true), united(left.when_false, right.when_false)};
}

const FunctionSymbol* function_of(const FunctionChecker& f, hir::FunctionId id) {
  for (const FunctionSymbol* function : f.analysis.ordered_functions) {
    if (function->id == id) return function;
  }
  return nullptr;
}

void forget(Present& present, const std::set<hir::StateId>& states) {
  for (const hir::StateId state : states) present.erase(state);
}

/// The variables that a body assigns, as it is written.
class Assigned {
 public:
  explicit Assigned(FunctionChecker& f) : f_(f) {}

  void forget_in(const ast::Block& block) {
    for (const ast::Statement& each : block.statements) {
      std::visit(
          hir::Overloaded{
              [&](const ast::Assign& n) { forget_target(*n.target); },
              [&](const ast::If& n) {
                forget_in(n.then);
                if (n.otherwise) forget_in(*n.otherwise);
              },
              [&](const ast::For& n) { forget_in(n.body); }, [&](const ast::Repeat& n) { forget_in(n.body); },
              [&](const ast::While& n) { forget_in(n.body); },
              [&](const ast::Transaction& n) { forget_in(n.body); },
              [](const auto&) {},  // the others hold no blocks that assign
          },
          each.node);
    }
  }

 private:
  // What is wrong with it is said where it is checked.
  void forget_target(const ast::Expression& target) {
    const Variable* variable = nullptr;
    if (const auto* reference = std::get_if<ast::NameReference>(&target.node)) {
      variable = f_.scope().find(reference->name.text);
    } else if (const auto* member = std::get_if<ast::Member>(&target.node); member != nullptr) {
      if (is_user(*member->base)) variable = f_.analysis.user_state.find_own(member->name.text);
    }
    if (variable == nullptr) return;
    if (const auto* local = std::get_if<hir::LocalId>(&variable->place)) f_.present.erase(*local);
    if (const auto* state = std::get_if<hir::StateId>(&variable->place)) f_.present.erase(*state);
  }

  FunctionChecker& f_;
};

}  // namespace

Present meet(const Present& one, const Present& other) {
  Present both;
  std::ranges::set_intersection(one, other, std::inserter(both, both.end()));
  return both;
}

ConditionPresence presence_of(const FunctionChecker& f, const hir::Expression* condition) {
  if (condition == nullptr) return {};
  ConditionPresence result = presence(*condition);
  forget_set_in(f, *condition, result.when_true);
  forget_set_in(f, *condition, result.when_false);
  return result;
}

void forget_set_in(const FunctionChecker& f, const hir::Expression& expression, Present& present) {
  hir::for_each_part(expression, [&](const hir::Expression& part) {
    const auto* call = std::get_if<hir::FunctionCall>(&part.node);
    const FunctionSymbol* function = call == nullptr ? nullptr : function_of(f, call->function);
    if (function != nullptr) forget(present, function->sets);
  });
}

Assuming::Assuming(FunctionChecker& f, const hir::Expression* condition, bool holds)
    : f_(f), before_(f.present) {
  const ConditionPresence known = presence_of(f, condition);
  f.present = united(std::move(f.present), holds ? known.when_true : known.when_false);
}

Assuming::~Assuming() { f_.present = meet(f_.present, before_); }

void note_assigned(FunctionChecker& f, Place place, const hir::Expression* value) {
  const auto* kept = value == nullptr ? nullptr : std::get_if<hir::Keep>(&value->node);
  const auto* held = kept == nullptr ? nullptr : std::get_if<hir::Held>(&kept->operand->node);
  const bool is_there = value == nullptr || (held != nullptr && held->is_known) ||
                        (kept != nullptr && !can_be_missing(kept->operand));
  if (is_there) {
    f.present.insert(place);
  } else {
    f.present.erase(place);
  }
}

void forget_set_by_call(FunctionChecker& f, const std::set<hir::StateId>& states) {
  forget(f.present, states);
}

void forget_assigned_in(FunctionChecker& f, const ast::Block& body) {
  Assigned(f).forget_in(body);
  // Which functions it calls is not looked at.
  for (const FunctionSymbol& function : f.analysis.functions) forget(f.present, function.sets);
}

}  // namespace nest::sema
