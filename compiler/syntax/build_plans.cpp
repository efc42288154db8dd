#include "compiler/syntax/tree_builder.h"

namespace nest::syntax {
namespace {

ast::LimitComparison comparison_of(NestParser::LimitComparisonContext& node) {
  if (node.OpLess() != nullptr) return ast::LimitComparison::Less;
  if (node.OpLessEqual() != nullptr) return ast::LimitComparison::LessEqual;
  return node.OpGreater() != nullptr ? ast::LimitComparison::Greater : ast::LimitComparison::GreaterEqual;
}

}  // namespace

ast::Plan TreeBuilder::plan(NestParser::PlanContext& node) {
  ast::Plan result{span(node), doc_above(node), name(*node.identifier()), {}};
  for (NestParser::PlanMemberContext* child : node.planMember())
    result.members.push_back(plan_member(*child));
  return result;
}

ast::PlanMember TreeBuilder::plan_member(NestParser::PlanMemberContext& node) {
  const Span place = span(node);
  if (auto* const users = as<NestParser::PlanUsersContext>(node)) return {place, plan_users(*users)};
  if (auto* const arrivals = as<NestParser::PlanArrivalsContext>(node)) {
    return {place, plan_arrivals(*arrivals)};
  }
  if (auto* const most = as<NestParser::PlanMaxUsersContext>(node)) {
    return {place, ast::PlanMaxUsers{expression(*most->expression())}};
  }
  if (auto* const count = as<NestParser::PlanIterationsContext>(node)) {
    return {place, ast::PlanIterations{expression(*count->expression())}};
  }
  if (auto* const weights = as<NestParser::PlanWeightsContext>(node)) {
    return {place, ast::PlanWeights{fields(*weights->fields())}};
  }
  return {place, plan_limit(static_cast<NestParser::PlanLimitContext&>(node))};
}

ast::PlanStep TreeBuilder::plan_users(NestParser::PlanUsersContext& node) {
  ast::PlanStep result;
  result.kind = ast::LoadKind::Users;
  if (auto* const named = node.identifier()) result.name = name(*named);
  const bool ramps = node.PunArrow() != nullptr;
  if (ramps) result.from = expression(*node.expression(0));
  result.to = expression(*node.expression(ramps ? 1 : 0));
  result.length = expression(*node.expression(ramps ? 2 : 1));
  return result;
}

ast::PlanStep TreeBuilder::plan_arrivals(NestParser::PlanArrivalsContext& node) {
  ast::PlanStep result;
  result.kind = ast::LoadKind::Arrivals;
  if (auto* const named = node.identifier()) result.name = name(*named);
  const bool ramps = node.PunArrow() != nullptr;
  if (ramps) result.from = plan_rate(*node.planRate(0));
  result.to = plan_rate(*node.planRate(ramps ? 1 : 0));
  result.length = expression(*node.expression());
  return result;
}

ast::ExpressionPtr TreeBuilder::plan_rate(NestParser::PlanRateContext& node) {
  const ast::Name unit = name(*node.identifier());
  if (unit.text != "s") {
    errors_.emit(DiagnosticCode::BadRateUnit, unit.span, unit.text).help("five a minute is `(5.0 / 60)/s`");
  }
  return rate_count(*node.rateCount());
}

ast::PlanLimit TreeBuilder::plan_limit(NestParser::PlanLimitContext& node) {
  ast::PlanLimit result;
  NestParser::LimitMetricContext& metric = *node.limitMetric();
  result.metric = name(*metric.identifier());
  if (auto* const decimals = metric.LitInt()) {
    const Span last = span(*decimals->getSymbol());
    result.metric.span.length = last.begin + last.length - result.metric.span.begin;
    (result.metric.text += '.') += decimals->getText();  // a comment may stand between the three
  }
  if (auto* const row = metric.key()) result.row = key(*row);
  result.comparison = comparison_of(*node.limitComparison());
  limit_bound(*node.limitBound(), result);
  if (auto* const window = node.expression()) result.window = expression(*window);
  if (auto* const step = node.identifier()) result.during = name(*step);
  result.aborts = node.KwAbort() != nullptr;
  return result;
}

void TreeBuilder::limit_bound(NestParser::LimitBoundContext& node, ast::PlanLimit& into) {
  if (auto* const percent = as<NestParser::PercentBoundContext>(node)) {
    into.unit = ast::BoundUnit::Percent;
    into.bound = percent->LitInt() != nullptr ? int_literal(*percent->start) : float_literal(*percent->start);
  } else if (auto* const rate = as<NestParser::RateBoundContext>(node)) {
    into.unit = ast::BoundUnit::PerSecond;
    into.bound = plan_rate(*rate->planRate());
  } else {
    into.bound = expression(*static_cast<NestParser::ValueBoundContext&>(node).expression());
  }
}

}  // namespace nest::syntax
