#include <algorithm>
#include <utility>

#include "compiler/hir/overloaded.h"
#include "compiler/sema/check_constant.h"
#include "compiler/sema/check_values.h"
#include "compiler/sema/find_variable.h"

namespace nest::sema {
namespace {

using Names = std::vector<const ast::Expression*>;

void collect_names(const ast::Expression& expression, Names& names);

void collect_names(const ast::ExpressionPtr& expression, Names& names) {
  if (expression != nullptr) collect_names(*expression, names);
}

// Of the forms that a constant's value may have: the others are refused without being worked out.
void collect_names(const ast::Expression& expression, Names& names) {
  const auto collect = [&names](const ast::ExpressionPtr& part) { collect_names(part, names); };
  std::visit(
      hir::Overloaded{
          [&](const ast::NameReference&) { names.push_back(&expression); },
          [&](const ast::Member&) { names.push_back(&expression); },
          [&](const ast::StringLiteral& n) {
            for (const ast::StringPart& part : n.parts) {
              if (const auto* hole = std::get_if<ast::ExpressionPtr>(&part)) collect(*hole);
            }
          },
          [&](const ast::Unary& n) { collect(n.operand); },
          [&](const ast::Binary& n) { collect(n.left), collect(n.right); },
          [&](const ast::Conditional& n) { collect(n.condition), collect(n.then), collect(n.otherwise); },
          [&](const ast::Cast& n) { collect(n.operand); },
          [&](const ast::Call& n) { std::ranges::for_each(n.arguments, collect); },
          [&](const ast::JsonArray& n) { std::ranges::for_each(n.elements, collect); },
          [](const auto&) {},
      },
      expression.node);
}

PendingConstant* pending(Variable& variable) { return std::get_if<PendingConstant>(&variable.place); }

void report_cycle(Analysis& analysis, const Variable& constant, Span named_at) {
  constexpr std::ptrdiff_t kMostNotes = 10;
  auto report = analysis.emitter.emit(DiagnosticCode::ConstantCycle, named_at, constant.name);
  const auto first = std::ranges::find(analysis.folding, &constant);
  for (auto each = first; each != analysis.folding.end() && each - first < kMostNotes; ++each) {
    const Variable& next = std::next(each) == analysis.folding.end() ? constant : **std::next(each);
    report.note((*each)->span, "the value of `{}` needs `{}`", (*each)->name, next.name);
  }
}

/// A constant on its way, and those that it names.
struct Step {
  Variable* constant;
  std::vector<Variable*> needs;
  std::size_t next = 0;
};

Step begin(Analysis& analysis, Variable& constant) {
  PendingConstant& place = *pending(constant);
  place.in_progress = true;
  analysis.folding.push_back(&constant);
  Names names;
  collect_names(place.tree->value, names);
  Step step{&constant, {}};
  for (const ast::Expression* name : names) {
    if (Variable* needed = find_variable(*place.scope, *name)) step.needs.push_back(needed);
  }
  return step;
}

void fold(Analysis& analysis, Variable& constant) {
  const PendingConstant place = *pending(constant);
  const auto value =
      check_constant(analysis, *place.scope, *place.tree->value, DiagnosticCode::ConstantNotKnown);
  analysis.folding.pop_back();
  if (value == nullptr) {
    constant.place = hir::Constant{};
    constant.type = std::nullopt;
    return;
  }
  constant.type = value->type;
  constant.place = std::get<hir::Constant>(std::move(value->node));
}

}  // namespace

void resolve_constant(Analysis& analysis, Variable& constant, Span named_at) {
  const PendingConstant* place = pending(constant);
  if (place == nullptr) return;
  if (place->in_progress) {
    report_cycle(analysis, constant, named_at);
    return;
  }
  // A chain may be as long as its file: those that are needed come first by this list, not by recursion. One
  // that is in progress is met again, and reported, when the value that names it is worked out.
  std::vector<Step> steps;
  steps.push_back(begin(analysis, constant));
  while (!steps.empty()) {
    Step& step = steps.back();
    if (step.next == step.needs.size()) {
      fold(analysis, *step.constant);
      steps.pop_back();
      continue;
    }
    Variable& needed = *step.needs[step.next++];
    const PendingConstant* next = pending(needed);
    if (next != nullptr && !next->in_progress) steps.push_back(begin(analysis, needed));
  }
}

}  // namespace nest::sema
