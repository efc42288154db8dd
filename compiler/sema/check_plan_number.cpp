#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "compiler/sema/build_expression.h"
#include "compiler/sema/check_amount.h"
#include "compiler/sema/check_plan.h"
#include "compiler/sema/conversion.h"
#include "compiler/sema/conversion_hint.h"

namespace nest::sema {
namespace {

using hir::Type;

constexpr double kMost = 10'000'000;
constexpr double kYear = 366.0 * 24 * 3600 * 1e9;

/// The number of an Int, a Float or a Duration.
std::optional<double> number_of(const hir::Expression& value) {
  if (const auto* whole = constant_value<std::int64_t>(value)) return static_cast<double>(*whole);
  if (const auto* real = constant_value<double>(value)) return *real;
  return std::nullopt;
}

std::optional<hir::Amount> check_number(Analysis& analysis, const Scope& scope, const ast::Expression& value,
                                        std::initializer_list<Type> types, std::string_view wanted) {
  const Amount amount = check_amount(analysis, scope, value, types, DiagnosticCode::PlanNotConstant);
  if (amount.value == nullptr) return std::nullopt;
  for (const Type type : types) {
    if (amount.value->type == type) return hir::Amount{number_of(*amount.value).value_or(0), amount.param};
  }
  auto report = analysis.emitter.emit(DiagnosticCode::TypeMismatch, value.span, wanted,
                                      with_article(amount.value->type));
  if (wanted == "a duration" && amount.value->type == Type::Int) {
    report.help("{}", unit_hint(analysis.text_of(value.span)));
  }
  return std::nullopt;
}

std::optional<hir::Amount> within(Analysis& analysis, const std::optional<hir::Amount>& amount, Span span,
                                  bool is_right, std::string_view rule) {
  if (!amount || is_right) return amount;
  analysis.emitter.emit(DiagnosticCode::PlanNumber, span, rule);
  return std::nullopt;
}

}  // namespace

std::optional<hir::Amount> check_user_count(Analysis& analysis, const Scope& scope,
                                            const ast::Expression& value) {
  const auto count = check_number(analysis, scope, value, {Type::Int}, "an int");
  return within(analysis, count, value.span, count && count->value >= 0 && count->value <= kMost,
                "a number of users lies between 0 and 10000000");
}

std::optional<std::uint64_t> check_plan_count(Analysis& analysis, const Scope& scope,
                                              const ast::Expression& value, std::string_view what,
                                              std::int64_t most) {
  const Amount amount = check_amount(analysis, scope, value, {}, DiagnosticCode::PlanNotConstant);
  if (amount.value == nullptr) return std::nullopt;
  const auto* count = constant_value<std::int64_t>(*amount.value);
  if (amount.value->type != Type::Int || count == nullptr) {
    analysis.emitter.emit(DiagnosticCode::TypeMismatch, value.span, "an int",
                          with_article(amount.value->type));
    return std::nullopt;
  }
  if (*count > 0 && *count <= most) return static_cast<std::uint64_t>(*count);
  analysis.emitter.emit(
      DiagnosticCode::PlanNumber, value.span,
      *count > 0 ? fmt::format("`{}` is {} at most", what, most) : fmt::format("`{}` is 1 at least", what));
  return std::nullopt;
}

std::optional<hir::Amount> check_plan_rate(Analysis& analysis, const Scope& scope,
                                           const ast::Expression& value) {
  const auto rate = check_number(analysis, scope, value, {Type::Int, Type::Float}, "a number");
  return within(analysis, rate, value.span,
                rate && std::isfinite(rate->value) && rate->value >= 0 && rate->value <= kMost,
                "a rate lies between 0/s and 10000000/s");
}

std::optional<hir::Amount> check_plan_time(Analysis& analysis, const Scope& scope,
                                           const ast::Expression& value) {
  const auto time = check_number(analysis, scope, value, {Type::Duration}, "a duration");
  return within(analysis, time, value.span, time && time->value > 0 && time->value <= kYear,
                "this takes longer than nothing, and a year at most");
}

}  // namespace nest::sema
