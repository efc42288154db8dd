#include "compiler/syntax/tree_builder.h"

namespace nest::syntax {

ast::Metric TreeBuilder::metric(NestParser::MetricDeclarationContext& node) {
  ast::Metric result;
  result.span = span(node);
  result.doc = doc_above(node);
  result.kind = name(*node.identifier(0));
  result.name = name(*node.identifier(1));
  return result;
}

}  // namespace nest::syntax
