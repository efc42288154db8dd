#include "compiler/syntax/tree_builder.h"

namespace nest::syntax {

ast::Constant TreeBuilder::constant(NestParser::ConstantContext& node) {
  return {span(node), doc_above(node), name(*node.identifier()), expression(*node.expression())};
}

ast::Param TreeBuilder::param(NestParser::ParamContext& node) {
  return {span(node), doc_above(node), name(*node.identifier(0)), name(*node.identifier(1)),
          expression(*node.expression())};
}

}  // namespace nest::syntax
