#include "compiler/sema/check_metric.h"

#include <array>
#include <utility>

#include "compiler/diagnostics/suggestion.h"
#include "compiler/sema/check_expression.h"
#include "compiler/sema/conversion.h"
#include "compiler/sema/find_variable.h"

namespace nest::sema {
namespace {

using hir::MetricKind;
using hir::Type;

constexpr std::array<std::string_view, 4> kKinds = {"counter", "trend", "gauge", "rate"};

std::string_view word(MetricKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

/// A gauge is set, the others are added to.
std::string_view method_of(MetricKind kind) { return kind == MetricKind::Gauge ? "set" : "add"; }

hir::Metric& metric_of(FunctionChecker& f, hir::MetricId id) {
  return f.analysis.program.metrics[hir::index(id)];
}

/// What a trend or gauge takes is known from the first value that it is given: see note_element().
Type first_element(MetricKind kind) {
  switch (kind) {
    case MetricKind::Counter:
      return Type::Int;
    case MetricKind::Rate:
      return Type::Bool;
    case MetricKind::Trend:
    case MetricKind::Gauge:
      break;
  }
  return Type::Void;
}

void declare(Analysis& analysis, ModuleSymbol& module, const ast::Metric& tree) {
  std::optional<MetricKind> kind;
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    if (kKinds[i] == tree.kind.text) kind = static_cast<MetricKind>(i);
  }
  if (!kind) {
    auto report = analysis.emitter.emit(DiagnosticCode::UnknownMetricKind, tree.kind.span, tree.kind.text);
    if (const auto near = nearest_name(tree.kind.text, kKinds)) report.help("did you mean `{}`?", *near);
  }
  const auto id = static_cast<hir::MetricId>(analysis.program.metrics.size());
  analysis.program.metrics.push_back({.kind = kind.value_or(MetricKind::Counter),
                                      .element = first_element(kind.value_or(MetricKind::Counter)),
                                      .name = tree.name.text,
                                      .full_name = module.module->name + "." + tree.name.text,
                                      .doc = tree.doc,
                                      .span = tree.name.span});
  std::optional<Type> type;  // of no use as a value; none: what is wrong with it was said
  if (kind) type = Type::Void;
  declare_variable(analysis, module.scope,
                   {.name = tree.name.text,
                    .span = tree.name.span,
                    .type = type,
                    .is_mutable = false,
                    .is_loop_variable = false,
                    .place = id,
                    .is_read = false});
}

void report_value(FunctionChecker& f, const hir::Metric& metric, std::string_view takes,
                  const hir::Expression& value) {
  f.emitter.emit(DiagnosticCode::MetricValue, value.span, word(metric.kind), metric.name, takes,
                 with_article(value.type));
}

/// The value as a trend or gauge takes it; null and reported when it is none. All values of one are numbers,
/// or all are durations.
hir::ExpressionPtr check_element(FunctionChecker& f, hir::MetricId id, hir::ExpressionPtr value) {
  hir::Metric& metric = metric_of(f, id);
  if (value->type == Type::Json) {
    report_json(f, *value, metric.element == Type::Duration ? Type::Int : Type::Float);
    return nullptr;
  }
  const bool is_number = value->type == Type::Int || value->type == Type::Float;
  if (!is_number && value->type != Type::Duration) {
    report_value(f, metric, "a number or a duration", *value);
    return nullptr;
  }
  const Type element = is_number ? Type::Float : Type::Duration;
  if (metric.element == Type::Void) {
    metric.element = element;
    f.analysis.first_measures.emplace(id, value->span);
  }
  if (metric.element == element) return value;
  f.emitter
      .emit(DiagnosticCode::MetricValue, value->span, word(metric.kind), metric.name,
            metric.element == Type::Float ? "numbers" : "durations", with_article(value->type))
      .note(f.analysis.first_measures.at(id), "what it takes is known from here");
  return nullptr;
}

hir::ExpressionPtr check_amount(FunctionChecker& f, hir::MetricId id, const ast::Expression& argument) {
  const hir::Metric& metric = metric_of(f, id);
  if (metric.kind == MetricKind::Counter || metric.kind == MetricKind::Rate)
    return check_as(f, argument, metric.element);
  auto value = check_value(f, argument);
  return value == nullptr ? nullptr : check_element(f, id, std::move(value));
}

}  // namespace

void declare_metrics(Analysis& analysis) {
  for (ModuleSymbol& module : analysis.modules) {
    for (const ast::Metric& tree : module.module->tree.metrics) declare(analysis, module, tree);
  }
}

void settle_metrics(Analysis& analysis) {
  for (hir::Metric& metric : analysis.program.metrics) {
    if (metric.element == Type::Void) metric.element = Type::Float;
  }
}

const hir::MetricId* find_metric(FunctionChecker& f, const ast::Expression& expression) {
  Variable* variable = find_variable(f, expression);
  if (variable == nullptr || !variable->type) return nullptr;
  const auto* id = std::get_if<hir::MetricId>(&variable->place);
  if (id != nullptr) variable->is_read = true;
  return id;
}

bool check_measure(FunctionChecker& f, const ast::Expression& statement, Span span, hir::Block& out) {
  const auto* call = std::get_if<ast::Call>(&statement.node);
  const auto* member = call == nullptr ? nullptr : std::get_if<ast::Member>(&call->callee->node);
  const hir::MetricId* id = member == nullptr ? nullptr : find_metric(f, *member->base);
  if (id == nullptr) return false;
  const hir::Metric& metric = metric_of(f, *id);
  if (call->within != nullptr) {
    f.emitter.emit(DiagnosticCode::WithinMisplaced, call->within->span);
  } else if (member->name.text != method_of(metric.kind)) {
    check_metric_method(f, *id, member->name);
  } else if (call->arguments.size() != 1) {
    f.emitter.emit(DiagnosticCode::ArgumentCount, span, member->name.text, "one argument",
                   call->arguments.size());
  } else if (auto value = check_amount(f, *id, *call->arguments.front())) {
    out.push_back({span, hir::Measure{*id, std::move(value)}});
  }
  return true;
}

void check_metric_method(FunctionChecker& f, hir::MetricId id, const ast::Name& name) {
  const hir::Metric& metric = metric_of(f, id);
  if (name.text == method_of(metric.kind)) {
    f.emitter.emit(DiagnosticCode::FunctionWithoutCall, name.span, name.text)
        .help("write `{}.{}(…)`", metric.name, name.text);
    return;
  }
  f.emitter.emit(DiagnosticCode::UnknownMetricMember, name.span, word(metric.kind), name.text)
      .help("it has `{}`", method_of(metric.kind));
}

void report_metric(FunctionChecker& f, hir::MetricId id, Span span) {
  const hir::Metric& metric = metric_of(f, id);
  f.emitter.emit(DiagnosticCode::MetricAsValue, span, word(metric.kind), metric.name)
      .help("`{}.{}(…)` on a line of its own gives it one", metric.name, method_of(metric.kind));
}

}  // namespace nest::sema
