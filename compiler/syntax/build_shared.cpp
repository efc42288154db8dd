#include "compiler/syntax/tree_builder.h"

namespace nest::syntax {

ast::Shared TreeBuilder::shared(NestParser::SharedDeclarationContext& node) {
  ast::Shared result;
  result.span = span(node);
  result.doc = doc_above(node);
  result.kind = name(*node.identifier(0));
  if (auto* const element = node.elementType()) result.element = name(*element->identifier());
  result.name = name(*node.identifier(1));
  return result;
}

}  // namespace nest::syntax
