#include "compiler/syntax/tree_builder.h"

namespace nest::syntax {

ast::ExpressionPtr TreeBuilder::json_value(NestParser::JsonValueContext& node) {
  if (auto* const value = as<NestParser::ExpressionValueContext>(node)) {
    return expression(*value->expression());
  }
  return json_object(*static_cast<NestParser::ObjectValueContext&>(node).jsonObject(), span(node));
}

/// `place` is that of the whole expression: with `json` in front where it was written.
ast::ExpressionPtr TreeBuilder::json_object(NestParser::JsonObjectContext& node, Span place) {
  ast::JsonObject result;
  for (NestParser::JsonMemberContext* child : node.jsonMember()) {
    result.members.push_back({key(*child->key()), json_value(*child->jsonValue())});
  }
  return make(place, std::move(result));
}

ast::ExpressionPtr TreeBuilder::json_array(NestParser::JsonArrayContext& node) {
  ast::JsonArray result;
  for (NestParser::JsonValueContext* child : node.jsonValue()) result.elements.push_back(json_value(*child));
  return make(span(node), std::move(result));
}

}  // namespace nest::syntax
