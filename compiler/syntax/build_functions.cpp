#include "compiler/syntax/tree_builder.h"

namespace nest::syntax {

ast::Function TreeBuilder::function(NestParser::FunctionDeclarationContext& node) {
  ast::Function result;
  result.span = span(node);
  result.doc = doc_above(node);
  result.name = name(*node.identifier());
  for (NestParser::ParameterContext* child : node.parameter())
    result.parameters.push_back({name(*child->identifier()), declared_type(*child->declaredType())});
  if (auto* const gives = node.functionResult()) result.result = declared_type(*gives->declaredType());
  result.body = block(*node.block());
  return result;
}

ast::Return TreeBuilder::return_statement(NestParser::ReturnStatementContext& node) {
  ast::Return result;
  if (auto* const value = node.initializer()) result.value = initializer(*value);
  return result;
}

}  // namespace nest::syntax
