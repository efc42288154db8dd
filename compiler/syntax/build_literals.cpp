#include "compiler/syntax/literals.h"
#include "compiler/syntax/tree_builder.h"

namespace nest::syntax {

// The scan has reported every literal whose value does not fit, with one exception: the number that fits only
// with its sign, which is an error here unless negate() has taken it.

ast::ExpressionPtr TreeBuilder::int_literal(Token& token) {
  const Span place = span(token);
  const std::optional<std::int64_t> value = int_value(text(place));
  if (!value && !errors_.any()) {
    errors_.emit(DiagnosticCode::NumberOutOfRange, place, text(place), "an int")
        .help("the largest int is 9223372036854775807");
  }
  return make(place, ast::IntLiteral{value.value_or(0)});
}

ast::ExpressionPtr TreeBuilder::float_literal(Token& token) {
  return make(span(token), ast::FloatLiteral{float_value(text(span(token))).value_or(0)});
}

ast::ExpressionPtr TreeBuilder::duration_literal(Token& token) {
  return make(span(token), ast::DurationLiteral{duration_value(text(span(token))).value_or(0)});
}

}  // namespace nest::syntax
