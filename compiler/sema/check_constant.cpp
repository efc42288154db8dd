#include "compiler/sema/check_constant.h"

#include <algorithm>

#include "compiler/hir/overloaded.h"
#include "compiler/sema/build_expression.h"
#include "compiler/sema/check_expression.h"
#include "compiler/sema/check_library.h"
#include "compiler/sema/conversion.h"
#include "compiler/sema/find_variable.h"
#include "compiler/sema/function_checker.h"

namespace nest::sema {
namespace {

using hir::Type;

/// Where a constant is wanted, and what can be said of a name that the file does not declare.
struct Wanted {
  const Scope& scope;
  bool unknown_is_state =
      false;  // it most likely belongs to the taskset: "not a constant", not "unknown name"
};

bool names_constant(const Wanted& wanted, const ast::Expression& name) {
  if (is_unknown(wanted.scope, name)) return true;
  const Variable* variable = find_variable(wanted.scope, name);
  if (variable == nullptr)
    return !wanted.unknown_is_state && std::holds_alternative<ast::NameReference>(name.node);
  return std::holds_alternative<hir::Constant>(variable->place) ||
         std::holds_alternative<PendingConstant>(variable->place);
}

// Names of other things and calls are what makes an expression other than constant.
bool is_constant(const Wanted& wanted, const ast::Expression& expression) {
  const auto is_constant = [&wanted](const ast::Expression& part) { return sema::is_constant(wanted, part); };
  return std::visit(
      hir::Overloaded{
          [&](const ast::NameReference&) { return names_constant(wanted, expression); },
          [&](const ast::Member&) { return names_constant(wanted, expression); },
          [](const ast::Index&) { return false; },
          [&](const ast::Call& n) {
            const auto* callee = std::get_if<ast::NameReference>(&n.callee->node);
            return callee != nullptr && can_be_folded(callee->name.text) &&
                   std::ranges::all_of(n.arguments, [&](const ast::ExpressionPtr& argument) {
                     return is_constant(*argument);
                   });
          },
          [&](const ast::JsonArray& n) {
            return std::ranges::all_of(
                n.elements, [&](const ast::ExpressionPtr& element) { return is_constant(*element); });
          },
          [](const ast::StringLiteral&) { return true; },
          [&](const ast::Unary& n) { return is_constant(*n.operand); },
          [&](const ast::Binary& n) { return is_constant(*n.left) && is_constant(*n.right); },
          [&](const ast::Conditional& n) {
            return is_constant(*n.condition) && is_constant(*n.then) && is_constant(*n.otherwise);
          },
          [&](const ast::Cast& n) { return is_constant(*n.operand); },
          [](const auto&) { return true; },
      },
      expression.node);
}

}  // namespace

hir::ExpressionPtr check_constant(Analysis& analysis, const Scope& scope, const ast::Expression& value,
                                  DiagnosticCode not_constant) {
  hir::ExpressionPtr checked;
  const bool of_taskset = not_constant != DiagnosticCode::ConstantNotKnown &&
                          not_constant != DiagnosticCode::ParamDefaultNotConstant;
  if (is_constant({scope, of_taskset}, value)) {
    FunctionChecker nowhere(analysis, hir::FunctionKind::StateInit, &scope);
    checked = check_value(nowhere, value);
    if (checked == nullptr || std::holds_alternative<hir::Constant>(checked->node)) return checked;
  }
  auto report = analysis.emitter.emit(not_constant, value.span);
  if (not_constant == DiagnosticCode::ConstantNotKnown) {
    report.help("what is chosen for each run is a `param`; what each user works out is a `let` of a taskset");
  } else if (not_constant == DiagnosticCode::WaitNotConstant) {
    report.help("what is chosen for each run is a `param`: its name alone may stand here");
  }
  return nullptr;
}

std::uint32_t check_weight(Analysis& analysis, const Scope& scope, const ast::Expression& value) {
  constexpr std::int64_t kMost = 1'000'000;
  auto checked = check_constant(analysis, scope, value, DiagnosticCode::WeightNotConstant);
  if (checked == nullptr) return 1;
  const auto* weight = constant_value<std::int64_t>(*checked);
  if (checked->type != Type::Int || weight == nullptr) {
    auto report =
        analysis.emitter.emit(DiagnosticCode::WeightNotWhole, value.span, with_article(checked->type));
    if (checked->type == Type::Float) report.help("multiply all weights of the group until they are whole");
    return 1;
  }
  if (*weight < 0 || *weight > kMost) {
    auto report = analysis.emitter.emit(DiagnosticCode::WeightOutOfRange, value.span, *weight);
    if (*weight < 0) report.help("weight 0 keeps it from being picked");
    return 1;
  }
  return static_cast<std::uint32_t>(*weight);
}

std::optional<double> check_likelihood(Analysis& analysis, const Scope& scope, const ast::Expression& value) {
  auto checked = check_constant(analysis, scope, value, DiagnosticCode::LikelihoodNotConstant);
  if (checked == nullptr) return std::nullopt;
  if (checked->type != Type::Int && checked->type != Type::Float) {
    analysis.emitter.emit(DiagnosticCode::TypeMismatch, value.span, "a number", with_article(checked->type));
    return std::nullopt;
  }
  checked = convert(std::move(checked), Type::Float);
  const double likelihood = *constant_value<double>(*checked);
  if (likelihood >= 0 && likelihood <= 1) return likelihood;
  auto report = analysis.emitter.emit(DiagnosticCode::LikelihoodOutOfRange, value.span, likelihood);
  if (likelihood > 1 && likelihood <= 100) report.help("{} % is written `{}`", likelihood, likelihood / 100);
  return std::nullopt;
}

}  // namespace nest::sema
