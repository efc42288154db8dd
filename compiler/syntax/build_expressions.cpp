#include <limits>

#include "compiler/syntax/tree_builder.h"

namespace nest::syntax {
namespace {

ast::BinaryOperator binary_operator(std::size_t type) {
  switch (type) {
    case NestParser::OpPlus:
      return ast::BinaryOperator::Add;
    case NestParser::OpMinus:
      return ast::BinaryOperator::Subtract;
    case NestParser::OpTimes:
      return ast::BinaryOperator::Multiply;
    case NestParser::OpDivide:
      return ast::BinaryOperator::Divide;
    case NestParser::OpRemainder:
      return ast::BinaryOperator::Remainder;
    case NestParser::OpEqual:
      return ast::BinaryOperator::Equal;
    case NestParser::OpNotEqual:
      return ast::BinaryOperator::NotEqual;
    case NestParser::OpLess:
      return ast::BinaryOperator::Less;
    case NestParser::OpLessEqual:
      return ast::BinaryOperator::LessEqual;
    case NestParser::OpGreater:
      return ast::BinaryOperator::Greater;
    case NestParser::OpGreaterEqual:
      return ast::BinaryOperator::GreaterEqual;
    case NestParser::KwAnd:
      return ast::BinaryOperator::And;
    case NestParser::KwOr:
      return ast::BinaryOperator::Or;
    default:
      return ast::BinaryOperator::Coalesce;
  }
}

}  // namespace

ast::ExpressionPtr TreeBuilder::expression(NestParser::ExpressionContext& node) {
  const Depth depth(*this, node, 1);
  if (auto* const chain = as<NestParser::PostfixContext>(node)) return postfix(*chain);
  if (auto* const compared = as<NestParser::ComparisonContext>(node)) return comparison(*compared);
  if (auto* const sum = as<NestParser::SumContext>(node)) return binary(*sum);
  if (auto* const product = as<NestParser::ProductContext>(node)) return binary(*product);
  if (auto* const both = as<NestParser::AndContext>(node)) return binary(*both);
  if (auto* const either = as<NestParser::OrContext>(node)) return binary(*either);
  if (auto* const coalesce = as<NestParser::CoalesceContext>(node)) return binary(*coalesce);
  if (auto* const cast = as<NestParser::CastContext>(node)) {
    return make(span(node), ast::Cast{expression(*cast->expression()), type_name(*cast->typeName())});
  }
  if (auto* const negated = as<NestParser::NegateContext>(node)) return negate(*negated);
  if (auto* const inverted = as<NestParser::NotContext>(node)) {
    return make(span(node), ast::Unary{ast::UnaryOperator::Not, expression(*inverted->expression())});
  }
  auto& conditional = static_cast<NestParser::ConditionalContext&>(node);
  return make(span(node),
              ast::Conditional{expression(*conditional.expression(0)), expression(*conditional.expression(1)),
                               expression(*conditional.expression(2))});
}

/// All rules `expression OPERATOR expression`.
template <typename Context>
ast::ExpressionPtr TreeBuilder::binary(Context& node) {
  const Token& written = *static_cast<TreeLeaf&>(*node.first_item()->next).symbol;
  return make(span(node), ast::Binary{binary_operator(written.getType()), expression(*node.expression(0)),
                                      expression(*node.expression(1)), span(written)});
}

ast::ExpressionPtr TreeBuilder::comparison(NestParser::ComparisonContext& node) {
  if (auto* const left = as<NestParser::ComparisonContext>(*node.expression(0))) {
    const std::string_view middle = text(span(*left->expression(1)));
    auto finding = errors_.emit(DiagnosticCode::ComparisonChain, span(node));
    if (middle.size() <= 40) {
      finding.help("compare twice: `… {0} and {0} …`", middle);
    }
  }
  return binary(node);
}

/// `-9223372036854775808` is one literal: its number alone would not fit.
ast::ExpressionPtr TreeBuilder::negate(NestParser::NegateContext& node) {
  if (text(span(*node.expression())) == "9223372036854775808") {
    return make(span(node), ast::IntLiteral{std::numeric_limits<std::int64_t>::min()});
  }
  return make(span(node), ast::Unary{ast::UnaryOperator::Negate, expression(*node.expression())});
}

ast::ExpressionPtr TreeBuilder::postfix(NestParser::PostfixContext& node) {
  const std::vector<NestParser::SuffixContext*> written = node.suffix();
  const Depth depth(*this, node, written.size());  // each is a level above the one before it
  return suffixes(primary(*node.primary()), written);
}

ast::ExpressionPtr TreeBuilder::suffixes(ast::ExpressionPtr base,
                                         const std::vector<NestParser::SuffixContext*>& suffixes) {
  for (NestParser::SuffixContext* suffix : suffixes) {
    const Span place = join(base->span, span(*suffix));
    if (auto* const member = as<NestParser::MemberSuffixContext>(*suffix)) {
      base = make(place, ast::Member{std::move(base), name(*member->word())});
    } else if (auto* const index = as<NestParser::IndexSuffixContext>(*suffix)) {
      base = make(place, ast::Index{std::move(base), expression(*index->expression())});
    } else {
      auto& call = static_cast<NestParser::CallSuffixContext&>(*suffix);
      ast::Call built{std::move(base), {}, nullptr};
      if (auto* const arguments = call.arguments()) {
        built.arguments = expressions(arguments->expression());
        if (auto* const within = arguments->within()) built.within = expression(*within->expression());
      }
      base = make(place, std::move(built));
    }
  }
  return base;
}

ast::ExpressionPtr TreeBuilder::primary(NestParser::PrimaryContext& node) {
  const Span place = span(node);
  if (auto* const named = as<NestParser::NamePrimaryContext>(node)) {
    return make(place, ast::NameReference{name(*named->identifier())});
  }
  if (auto* const quoted = as<NestParser::StringPrimaryContext>(node)) {
    return string_expression(*quoted->stringLiteral());
  }
  if (as<NestParser::IntPrimaryContext>(node) != nullptr) return int_literal(*node.start);
  if (as<NestParser::DurationPrimaryContext>(node) != nullptr) return duration_literal(*node.start);
  if (as<NestParser::FloatPrimaryContext>(node) != nullptr) return float_literal(*node.start);
  if (auto* const boolean = as<NestParser::BoolPrimaryContext>(node)) {
    return make(place, ast::BoolLiteral{boolean->KwTrue() != nullptr});
  }
  if (auto* const inner = as<NestParser::ParenPrimaryContext>(node)) {
    ast::ExpressionPtr result = expression(*inner->expression());
    result->span = place;  // with its parentheses: what the reader sees as the operand
    return result;
  }
  if (auto* const json = as<NestParser::JsonPrimaryContext>(node)) {
    return json_object(*json->jsonObject(), place);
  }
  if (auto* const list = as<NestParser::ListPrimaryContext>(node)) {
    return json_array(*list->jsonArray());
  }
  return make(place, ast::NullLiteral{});
}

std::vector<ast::ExpressionPtr> TreeBuilder::expressions(
    const std::vector<NestParser::ExpressionContext*>& nodes) {
  std::vector<ast::ExpressionPtr> result;
  result.reserve(nodes.size());
  for (NestParser::ExpressionContext* node : nodes) result.push_back(expression(*node));
  return result;
}

}  // namespace nest::syntax
