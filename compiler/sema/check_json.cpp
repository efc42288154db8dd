#include <map>

#include "compiler/sema/build_expression.h"
#include "compiler/sema/check_expression.h"
#include "compiler/sema/encode.h"
#include "compiler/sema/lints.h"
#include "compiler/sema/template_builder.h"

namespace nest::sema {
namespace {

// Writes one literal, with everything nested in it, as one template. False when something in it was wrong.
bool append(FunctionChecker& f, const ast::Expression& value, TemplateBuilder& text);

bool append_object(FunctionChecker& f, const ast::JsonObject& object, TemplateBuilder& text) {
  bool right = true;
  std::map<std::string_view, Span> seen;
  text.add_text("{");
  for (std::size_t i = 0; i < object.members.size(); ++i) {
    const ast::JsonMember& member = object.members[i];
    const auto [first, added] = seen.emplace(member.key.text, member.key.span);
    if (!added) {
      f.emitter.emit(DiagnosticCode::DuplicateKey, member.key.span, member.key.text)
          .note(first->second, "first given here");
      right = false;
    }
    lint_secret(f.emitter, member.key.text, *member.value);
    if (i > 0) text.add_text(",");
    text.add_text(encode(hir::Encoding::Json, member.key.text));
    text.add_text(":");
    right &= append(f, *member.value, text);
  }
  text.add_text("}");
  return right;
}

bool append_array(FunctionChecker& f, const ast::JsonArray& array, TemplateBuilder& text) {
  bool right = true;
  text.add_text("[");
  for (std::size_t i = 0; i < array.elements.size(); ++i) {
    if (i > 0) text.add_text(",");
    right &= append(f, *array.elements[i], text);
  }
  text.add_text("]");
  return right;
}

bool append(FunctionChecker& f, const ast::Expression& value, TemplateBuilder& text) {
  if (const auto* object = std::get_if<ast::JsonObject>(&value.node)) return append_object(f, *object, text);
  if (const auto* array = std::get_if<ast::JsonArray>(&value.node)) return append_array(f, *array, text);
  if (std::holds_alternative<ast::NullLiteral>(value.node)) {
    text.add_text("null");
    return true;
  }
  auto checked = check_value(f, value);
  if (checked == nullptr) return false;
  text.add_hole(hir::Encoding::Json, std::move(checked));
  return true;
}

}  // namespace

hir::ExpressionPtr check_json_literal(FunctionChecker& f, const ast::Expression& expression) {
  TemplateBuilder text;
  if (!append(f, expression, text)) return nullptr;
  return build(hir::Type::Json, expression.span, hir::Render{text.take()});
}

hir::ExpressionPtr check_json_value(FunctionChecker& f, const ast::Expression& expression) {
  const bool is_array = std::holds_alternative<ast::JsonArray>(expression.node);
  return is_array ? check_json_literal(f, expression) : check_value(f, expression);
}

}  // namespace nest::sema
