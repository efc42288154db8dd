#include "compiler/syntax/tree_builder.h"

namespace nest::syntax {

ast::Data TreeBuilder::data(NestParser::DataContext& node) {
  ast::Data result;
  result.span = span(node);
  result.doc = doc_above(node);
  result.name = name(*node.identifier(0));
  result.source = name(*node.identifier(1));
  result.path = expression(*node.expression());
  if (auto* const policy = node.identifier(2)) result.policy = name(*policy);
  if (auto* const exhausted = node.whenExhausted()) {
    NestParser::ExhaustedFormContext& form = *exhausted->exhaustedForm();
    result.exhausted = ast::Name{std::string(text(span(form))), span(form)};
    if (form.KwUser() != nullptr) result.exhausted->text = "stop user";
    if (form.KwRun() != nullptr) result.exhausted->text = "stop run";
  }
  return result;
}

}  // namespace nest::syntax
