#include "compiler/syntax/tree_builder.h"

namespace nest::syntax {
namespace {

ast::Method method_of(std::size_t type) {
  switch (type) {
    case NestParser::KwPost:
      return ast::Method::Post;
    case NestParser::KwPut:
      return ast::Method::Put;
    case NestParser::KwPatch:
      return ast::Method::Patch;
    case NestParser::KwDelete:
      return ast::Method::Delete;
    case NestParser::KwHead:
      return ast::Method::Head;
    case NestParser::KwOptions:
      return ast::Method::Options;
    default:
      return ast::Method::Get;
  }
}

}  // namespace

ast::Request TreeBuilder::request(NestParser::RequestContext& node) {
  ast::Request result;
  result.span = span(node);
  result.method = method_of(node.method()->start->getType());
  result.method_span = span(*node.method());
  result.url = expression(*node.expression());
  if (auto* const items = node.requestItems()) {
    for (NestParser::RequestItemContext* item : items->requestItem())
      result.items.push_back(request_item(*item));
  }
  return result;
}

ast::RequestItem TreeBuilder::request_item(NestParser::RequestItemContext& node) {
  const Span place = span(node);
  if (auto* const header = as<NestParser::HeaderItemContext>(node)) {
    return {place,
            ast::HeaderItem{string_expression(*header->stringLiteral()), expression(*header->expression())}};
  }
  if (auto* const item = as<NestParser::ConditionsItemContext>(node)) {
    ast::Conditions written = conditions(*item->conditions());
    return {place, ast::ConditionsItem{written.require, std::move(written.conditions)}};
  }
  if (auto* const query = as<NestParser::QueryItemContext>(node)) {
    return {place, ast::QueryItem{fields(*query->fields())}};
  }
  if (auto* const form = as<NestParser::FormItemContext>(node)) {
    return {place, ast::FormItem{fields(*form->fields())}};
  }
  if (auto* const parts = as<NestParser::MultipartItemContext>(node)) {
    return {place, ast::MultipartItem{fields(*parts->fields())}};
  }
  if (auto* const auth = as<NestParser::AuthItemContext>(node)) {
    return {place, ast::AuthItem{name(*auth->identifier()), expressions(auth->expression())}};
  }
  if (auto* const json = as<NestParser::JsonItemContext>(node)) {
    return {place, ast::JsonItem{json_value(*json->jsonValue())}};
  }
  if (auto* const body = as<NestParser::BodyItemContext>(node)) {
    return {place, ast::BodyItem{expression(*body->expression())}};
  }
  if (auto* const named = as<NestParser::NameItemContext>(node)) {
    return {place, ast::NameItem{expression(*named->expression())}};
  }
  if (auto* const timeout = as<NestParser::TimeoutItemContext>(node)) {
    return {place, ast::TimeoutItem{expression(*timeout->expression())}};
  }
  if (auto* const redirects = as<NestParser::RedirectsItemContext>(node)) {
    return {place, ast::RedirectsItem{expression(*redirects->expression())}};
  }
  if (auto* const http = as<NestParser::HttpItemContext>(node)) {
    return {place, ast::HttpItem{expression(*http->expression())}};
  }
  return {place, ast::CompressedItem{}};
}

std::vector<ast::Field> TreeBuilder::fields(NestParser::FieldsContext& node) {
  std::vector<ast::Field> result;
  for (NestParser::FieldContext* child : node.field()) {
    result.push_back({key(*child->key()), expression(*child->expression())});
  }
  return result;
}

ast::Name TreeBuilder::key(NestParser::KeyContext& node) {
  auto* const quoted = as<NestParser::StringKeyContext>(node);
  if (quoted == nullptr) return name(node);
  ast::Name result{{}, span(node)};
  for (ast::StringPart& part : string(*quoted->stringLiteral()).parts) {
    if (const auto* const constant = std::get_if<std::string>(&part)) {
      result.text += *constant;
    } else {
      errors_.emit(DiagnosticCode::HoleInKey, std::get<ast::ExpressionPtr>(part)->span)
          .help("for the character itself write `\\{{`");
    }
  }
  return result;
}

}  // namespace nest::syntax
