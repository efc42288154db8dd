#include "compiler/syntax/literals.h"
#include "compiler/syntax/tree_builder.h"

namespace nest::syntax {
namespace {

/// Texts that touch are one part.
void append(std::vector<ast::StringPart>& parts, std::string_view text) {
  if (text.empty()) return;
  if (parts.empty() || !std::holds_alternative<std::string>(parts.back())) parts.emplace_back(std::string());
  std::get<std::string>(parts.back()) += text;
}

/// Line ends in """ strings are \n, whatever the file was saved with.
std::string with_plain_line_ends(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    result += text[i];
  }
  return result;
}

}  // namespace

ast::ExpressionPtr TreeBuilder::string_expression(NestParser::StringLiteralContext& node) {
  return make(span(node), string(node));
}

ast::StringLiteral TreeBuilder::string(NestParser::StringLiteralContext& node) {
  ast::StringLiteral result;
  auto* const parts = as<NestParser::PartsStringContext>(node);
  if (parts == nullptr) {
    std::string_view raw = text(span(node)).substr(1);
    if (raw.ends_with('\'')) raw.remove_suffix(1);
    append(result.parts, raw);
    return result;
  }
  bool first = parts->StrMultiOpen() != nullptr;
  for (NestParser::StringPartContext* part : parts->stringPart()) {
    string_part(*part, result.parts);
    // The line end right behind the opening quotes is there for looks.
    if (first && as<NestParser::TextPartContext>(*part) != nullptr) {
      auto& opening = std::get<std::string>(result.parts.front());
      if (opening.starts_with('\n')) opening.erase(0, 1);
      if (opening.empty()) result.parts.clear();
    }
    first = false;
  }
  return result;
}

void TreeBuilder::string_part(NestParser::StringPartContext& node, std::vector<ast::StringPart>& parts) {
  if (as<NestParser::TextPartContext>(node) != nullptr) {
    append(parts, with_plain_line_ends(text(span(node))));
  } else if (as<NestParser::EscapePartContext>(node) != nullptr) {
    append(parts, escape_value(text(span(node))).value_or(std::string()));
  } else {
    parts.emplace_back(expression(*static_cast<NestParser::HolePartContext&>(node).expression()));
  }
}

}  // namespace nest::syntax
