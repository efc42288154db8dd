#include "compiler/syntax/tree_builder.h"

namespace nest::syntax {

ast::Wait TreeBuilder::wait(NestParser::WaitMemberContext& node) {
  ast::Wait result;
  result.span = span(node);
  NestParser::WaitFormContext* const form = node.waitForm();
  if (auto* const between = as<NestParser::WaitBetweenContext>(*form)) {
    result.kind = between->PunDotDot() != nullptr ? ast::WaitKind::Uniform : ast::WaitKind::Fixed;
    result.first = expression(*between->expression(0));
    if (auto* const second = between->expression(1)) result.second = expression(*second);
  } else if (auto* const exponential = as<NestParser::WaitExponentialContext>(*form)) {
    result.kind = ast::WaitKind::Exponential;
    result.first = expression(*exponential->expression());
  } else if (auto* const normal = as<NestParser::WaitNormalContext>(*form)) {
    result.kind = ast::WaitKind::Normal;
    result.first = expression(*normal->expression(0));
    result.second = expression(*normal->expression(1));
  } else if (auto* const pace = as<NestParser::WaitPaceContext>(*form)) {
    result.kind = ast::WaitKind::Pace;
    result.first = expression(*pace->expression());
  } else if (auto* const rate = as<NestParser::WaitRateContext>(*form)) {
    const Span whole = result.span;
    result = wait_rate(*rate);
    result.span = whole;
  } else {
    result.kind = ast::WaitKind::None;
  }
  return result;
}

ast::Wait TreeBuilder::wait_rate(NestParser::WaitRateContext& node) {
  const ast::Name unit = name(*node.identifier());
  if (unit.text != "s") {
    errors_.emit(DiagnosticCode::BadRateUnit, unit.span, unit.text)
        .help("five a minute is `wait rate (5.0 / 60)/s`");
  }
  return {{}, ast::WaitKind::Rate, rate_count(*node.rateCount()), nullptr};
}

ast::ExpressionPtr TreeBuilder::rate_count(NestParser::RateCountContext& node) {
  if (auto* const number = as<NestParser::RateNumberContext>(node)) {
    return number->LitInt() != nullptr ? int_literal(*number->start) : float_literal(*number->start);
  }
  if (auto* const named = as<NestParser::RateNameContext>(node)) {
    return make(span(node), ast::NameReference{name(*named->identifier())});
  }
  return expression(*static_cast<NestParser::RateExpressionContext&>(node).expression());
}

}  // namespace nest::syntax
