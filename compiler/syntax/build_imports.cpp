#include "compiler/syntax/token_names.h"
#include "compiler/syntax/tree_builder.h"

namespace nest::syntax {
namespace {

/// `auth` of `../lib/auth.nest`.
std::string stem_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  if (name.ends_with(".nest")) name.remove_suffix(5);
  return std::string(name);
}

/// The nearest that can be a name.
std::string as_name(std::string_view stem) {
  std::string name;
  for (const char c : stem) {
    const bool fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    name += fits ? c : '_';
  }
  return is_value_name(name) ? name : "module_" + name;
}

}  // namespace

ast::Import TreeBuilder::import_declaration(NestParser::ImportDeclarationContext& node) {
  ast::Import result;
  result.span = span(node);
  result.path_span = span(*node.stringLiteral());
  const ast::StringLiteral path = string(*node.stringLiteral());
  for (const ast::StringPart& part : path.parts) {
    if (const auto* text = std::get_if<std::string>(&part)) {
      result.path += *text;
    } else {
      errors_.emit(DiagnosticCode::ImportHole, result.path_span);
      return result;
    }
  }
  if (auto* const given = node.identifier()) {
    result.name = name(*given);
    return result;
  }
  result.name = {stem_of(result.path), result.path_span};
  if (!result.path.empty() && !is_value_name(result.name.text)) {
    errors_.emit(DiagnosticCode::ImportName, result.path_span, result.name.text)
        .help("give it one: `import \"{}\" as {}`", result.path, as_name(result.name.text));
  }
  return result;
}

ast::Include TreeBuilder::include(NestParser::IncludeContext& node) {
  ast::Include result;
  result.span = span(node);
  result.name = name(*node.word().back());
  if (node.word().size() > 1) result.module = name(*node.word().front());
  return result;
}

}  // namespace nest::syntax
