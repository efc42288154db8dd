#include "compiler/syntax/tree_builder.h"

namespace nest::syntax {

ast::Constant TreeBuilder::constant(NestParser::ConstantContext& node) {
  return {span(node), doc_above(node), name(*node.identifier()), expression(*node.expression())};
}

ast::Param TreeBuilder::param(NestParser::ParamContext& node) {
  return {span(node), doc_above(node), name(*node.identifier()), declared_type(*node.declaredType()),
          expression(*node.expression())};
}

ast::TypeName TreeBuilder::type_name(NestParser::TypeNameContext& node) const {
  ast::TypeName result{name(*node.identifier()), std::nullopt, false, span(node)};
  if (auto* const element = node.elementType()) result.element = name(*element->identifier());
  return result;
}

ast::TypeName TreeBuilder::declared_type(NestParser::DeclaredTypeContext& node) const {
  ast::TypeName result = type_name(*node.typeName());
  result.is_optional = node.OpQuestion() != nullptr;
  result.span = span(node);
  return result;
}

}  // namespace nest::syntax
