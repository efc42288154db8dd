#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>

#include "compiler/sema/build_expression.h"
#include "compiler/sema/check_amount.h"
#include "compiler/sema/check_constant.h"
#include "compiler/sema/conversion.h"
#include "compiler/sema/conversion_hint.h"
#include "compiler/sema/find_variable.h"

namespace nest::sema {
namespace {

using hir::Type;

/// A time in nanoseconds.
struct Time {
  std::int64_t nanoseconds = 0;
  std::optional<hir::GlobalId> param;
};

// A wait of up to a year; none when it was wrong.
std::optional<Time> check_duration(Analysis& analysis, const Scope& scope, const ast::Expression& value,
                                   bool zero_allowed) {
  constexpr std::int64_t kLongest = 366LL * 24 * 3600 * 1'000'000'000;
  const auto [checked, param] =
      check_amount(analysis, scope, value, {Type::Duration}, DiagnosticCode::WaitNotConstant);
  if (checked == nullptr) return std::nullopt;
  if (checked->type != Type::Duration) {
    auto report = analysis.emitter.emit(DiagnosticCode::TypeMismatch, value.span,
                                        with_article(Type::Duration), with_article(checked->type));
    if (checked->type == Type::Int || checked->type == Type::Float) {
      report.help("{}", unit_hint(analysis.text_of(value.span)));
    }
    return std::nullopt;
  }
  const std::int64_t nanoseconds = *constant_value<std::int64_t>(*checked);
  const char* problem = nullptr;
  if (nanoseconds < 0) problem = "a wait cannot be negative";
  if (nanoseconds == 0 && !zero_allowed) problem = "this wait has to be longer than nothing";
  if (nanoseconds > kLongest) problem = "a wait is a year at most";
  if (problem == nullptr) return Time{nanoseconds, param};
  analysis.emitter.emit(DiagnosticCode::WaitOutOfRange, value.span, problem);
  return std::nullopt;
}

std::optional<hir::Wait> check_uniform(Analysis& analysis, const Scope& scope, const ast::Wait& wait) {
  const auto first = check_duration(analysis, scope, *wait.first, true);
  const auto last = check_duration(analysis, scope, *wait.second, true);
  if (!first || !last) return std::nullopt;
  if (first->nanoseconds > last->nanoseconds) {
    analysis.emitter.emit(DiagnosticCode::WaitReversed, wait.span)
        .help("write `{}..{}`", analysis.text_of(wait.second->span), analysis.text_of(wait.first->span));
    return std::nullopt;
  }
  return hir::Wait{hir::WaitKind::Uniform, first->nanoseconds, last->nanoseconds, first->param, last->param};
}

// r task starts a second are starts 1/r apart.
std::optional<hir::Wait> check_rate(Analysis& analysis, const Scope& scope, const ast::Wait& wait) {
  auto [checked, param] =
      check_amount(analysis, scope, *wait.first, {Type::Int, Type::Float}, DiagnosticCode::WaitNotConstant);
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
  return hir::Wait{hir::WaitKind::Pace, std::llround(1e9 / rate), 0, param, std::nullopt};
}

std::optional<hir::Wait> check_single(Analysis& analysis, const Scope& scope, const ast::Wait& wait,
                                      hir::WaitKind kind) {
  const bool zero_allowed = kind == hir::WaitKind::Fixed;
  const auto value = check_duration(analysis, scope, *wait.first, zero_allowed);
  if (!value) return std::nullopt;
  return hir::Wait{kind, value->nanoseconds, 0, value->param, std::nullopt};
}

/// A wait as other tools call it: `between(1, 5)`. Its arguments go to where the `_`s are.
struct ForeignWait {
  std::string_view name;
  std::size_t arguments;
  std::string_view wait;
};

constexpr std::array kForeignWaits = {
    ForeignWait{"between", 2, "wait _.._"},
    ForeignWait{"random", 2, "wait _.._"},
    ForeignWait{"uniform", 2, "wait _.._"},
    ForeignWait{"randint", 2, "wait _.._"},
    ForeignWait{"range", 2, "wait _.._"},
    ForeignWait{"randomIntBetween", 2, "wait _.._"},
    ForeignWait{"constant", 1, "wait _"},
    ForeignWait{"sleep", 1, "wait _"},
    ForeignWait{"constant_pacing", 1, "wait pace _"},
};

// `5` as `5s`: elsewhere a number without a unit is one of seconds.
std::string with_unit(const Analysis& analysis, const ast::Expression& value) {
  const bool is_number = std::holds_alternative<ast::IntLiteral>(value.node) ||
                         std::holds_alternative<ast::FloatLiteral>(value.node);
  return fmt::format("{}{}", analysis.text_of(value.span), is_number ? "s" : "");
}

// True: it was one, and is reported.
bool report_foreign_wait(Analysis& analysis, const ast::Expression& value) {
  const auto* call = std::get_if<ast::Call>(&value.node);
  const auto* callee = call == nullptr ? nullptr : std::get_if<ast::NameReference>(&call->callee->node);
  if (callee == nullptr) return false;
  std::string help;
  if (callee->name.text == "constant_throughput" && call->arguments.size() == 1) {
    help = fmt::format("wait rate {}/s", analysis.text_of(call->arguments.front()->span));
  } else {
    const auto* const found = std::ranges::find_if(kForeignWaits, [&](const ForeignWait& wait) {
      return wait.name == callee->name.text && wait.arguments == call->arguments.size();
    });
    if (found == kForeignWaits.end()) return false;
    auto argument = call->arguments.begin();
    for (const char c : found->wait) help += c == '_' ? with_unit(analysis, **argument++) : std::string(1, c);
  }
  analysis.emitter.emit(DiagnosticCode::WaitNotConstant, value.span).help("write `{}`", help);
  return true;
}

}  // namespace

std::optional<hir::Wait> check_wait(Analysis& analysis, const Scope& scope, const ast::Wait& wait) {
  switch (wait.kind) {
    case ast::WaitKind::None:
      return hir::Wait{};
    case ast::WaitKind::Fixed:
      if (report_foreign_wait(analysis, *wait.first)) return std::nullopt;
      return check_single(analysis, scope, wait, hir::WaitKind::Fixed);
    case ast::WaitKind::Exponential:
      return check_single(analysis, scope, wait, hir::WaitKind::Exponential);
    case ast::WaitKind::Pace:
      return check_single(analysis, scope, wait, hir::WaitKind::Pace);
    case ast::WaitKind::Uniform:
      return check_uniform(analysis, scope, wait);
    case ast::WaitKind::Rate:
      return check_rate(analysis, scope, wait);
    case ast::WaitKind::Normal: {
      const auto mean = check_duration(analysis, scope, *wait.first, true);
      const auto deviation = check_duration(analysis, scope, *wait.second, true);
      if (!mean || !deviation) return std::nullopt;
      return hir::Wait{hir::WaitKind::Normal, mean->nanoseconds, deviation->nanoseconds, mean->param,
                       deviation->param};
    }
  }
  return std::nullopt;
}

}  // namespace nest::sema
