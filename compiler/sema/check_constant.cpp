#include "compiler/sema/check_constant.h"

#include <cmath>
#include <limits>

#include "compiler/hir/overloaded.h"
#include "compiler/sema/build_expression.h"
#include "compiler/sema/check_expression.h"
#include "compiler/sema/conversion.h"
#include "compiler/sema/function_checker.h"

namespace nest::sema {
namespace {

using hir::Type;

// Names and calls are what makes an expression other than constant; saying so is better than "unknown name".
bool is_constant(const ast::Expression& expression) {
  return std::visit(hir::Overloaded{
                        [](const ast::NameReference&) { return false; },
                        [](const ast::Member&) { return false; },
                        [](const ast::Index&) { return false; },
                        [](const ast::Call&) { return false; },
                        [](const ast::StringLiteral&) { return true; },
                        [](const ast::Unary& n) { return is_constant(*n.operand); },
                        [](const ast::Binary& n) { return is_constant(*n.left) && is_constant(*n.right); },
                        [](const ast::Conditional& n) {
                          return is_constant(*n.condition) && is_constant(*n.then) &&
                                 is_constant(*n.otherwise);
                        },
                        [](const ast::Cast& n) { return is_constant(*n.operand); },
                        [](const auto&) { return true; },
                    },
                    expression.node);
}

// Null when it is no constant, or wrong; both have been reported.
hir::ExpressionPtr check_constant(Analysis& analysis, const ast::Expression& value,
                                  DiagnosticCode not_constant) {
  hir::ExpressionPtr checked;
  if (is_constant(value)) {
    FunctionChecker nowhere(analysis, hir::FunctionKind::StateInit, nullptr);
    checked = check_value(nowhere, value);
    if (checked == nullptr || std::holds_alternative<hir::Constant>(checked->node)) return checked;
  }
  analysis.emitter.emit(not_constant, value.span);
  return nullptr;
}

// A wait of up to a year; none when it was wrong.
std::optional<std::int64_t> check_duration(Analysis& analysis, const ast::Expression& value,
                                           bool zero_allowed) {
  constexpr std::int64_t kLongest = 366LL * 24 * 3600 * 1'000'000'000;
  auto checked = check_constant(analysis, value, DiagnosticCode::WaitNotConstant);
  if (checked == nullptr) return std::nullopt;
  if (checked->type != Type::Duration) {
    auto report = analysis.emitter.emit(DiagnosticCode::TypeMismatch, value.span,
                                        with_article(Type::Duration), with_article(checked->type));
    if (checked->type == Type::Int || checked->type == Type::Float) {
      report.help("add a unit: `{}s`", analysis.text_of(value.span));
    }
    return std::nullopt;
  }
  const std::int64_t nanoseconds = *constant_value<std::int64_t>(*checked);
  const char* problem = nullptr;
  if (nanoseconds < 0) problem = "a wait cannot be negative";
  if (nanoseconds == 0 && !zero_allowed) problem = "this wait has to be longer than nothing";
  if (nanoseconds > kLongest) problem = "a wait is a year at most";
  if (problem == nullptr) return nanoseconds;
  analysis.emitter.emit(DiagnosticCode::WaitOutOfRange, value.span, problem);
  return std::nullopt;
}

std::optional<hir::Wait> check_uniform(Analysis& analysis, const ast::Wait& wait) {
  const auto first = check_duration(analysis, *wait.first, true);
  const auto last = check_duration(analysis, *wait.second, true);
  if (!first || !last) return std::nullopt;
  if (*first > *last) {
    analysis.emitter.emit(DiagnosticCode::WaitReversed, wait.span)
        .help("write `{}..{}`", analysis.text_of(wait.second->span), analysis.text_of(wait.first->span));
    return std::nullopt;
  }
  return hir::Wait{hir::WaitKind::Uniform, *first, *last};
}

// r task starts a second are starts 1/r apart.
std::optional<hir::Wait> check_rate(Analysis& analysis, const ast::Wait& wait) {
  auto checked = check_constant(analysis, *wait.first, DiagnosticCode::WaitNotConstant);
  if (checked == nullptr) return std::nullopt;
  if (checked->type != Type::Int && checked->type != Type::Float) {
    analysis.emitter.emit(DiagnosticCode::TypeMismatch, wait.first->span, "a number",
                          with_article(checked->type));
    return std::nullopt;
  }
  checked = convert(std::move(checked), Type::Float);
  const double rate = *constant_value<double>(*checked);
  if (!(rate >= 1e-7 && rate <= 1e6)) {
    analysis.emitter.emit(DiagnosticCode::WaitOutOfRange, wait.first->span,
                          "a rate lies between 0.0000001/s and 1000000/s");
    return std::nullopt;
  }
  return hir::Wait{hir::WaitKind::Pace, std::llround(1e9 / rate), 0};
}

std::optional<hir::Wait> check_single(Analysis& analysis, const ast::Wait& wait, hir::WaitKind kind) {
  const bool zero_allowed = kind == hir::WaitKind::Fixed;
  const auto value = check_duration(analysis, *wait.first, zero_allowed);
  if (!value) return std::nullopt;
  return hir::Wait{kind, *value, 0};
}

}  // namespace

std::uint32_t check_weight(Analysis& analysis, const ast::Expression& value) {
  constexpr std::int64_t kMost = 1'000'000;
  auto checked = check_constant(analysis, value, DiagnosticCode::WeightNotConstant);
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

std::optional<hir::Wait> check_wait(Analysis& analysis, const ast::Wait& wait) {
  switch (wait.kind) {
    case ast::WaitKind::None:
      return hir::Wait{};
    case ast::WaitKind::Fixed:
      return check_single(analysis, wait, hir::WaitKind::Fixed);
    case ast::WaitKind::Exponential:
      return check_single(analysis, wait, hir::WaitKind::Exponential);
    case ast::WaitKind::Pace:
      return check_single(analysis, wait, hir::WaitKind::Pace);
    case ast::WaitKind::Uniform:
      return check_uniform(analysis, wait);
    case ast::WaitKind::Rate:
      return check_rate(analysis, wait);
    case ast::WaitKind::Normal: {
      const auto mean = check_duration(analysis, *wait.first, true);
      const auto deviation = check_duration(analysis, *wait.second, true);
      if (!mean || !deviation) return std::nullopt;
      return hir::Wait{hir::WaitKind::Normal, *mean, *deviation};
    }
  }
  return std::nullopt;
}

}  // namespace nest::sema
