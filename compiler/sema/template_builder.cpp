#include "compiler/sema/template_builder.h"

#include <utility>

#include "compiler/sema/build_expression.h"
#include "compiler/sema/encode.h"

namespace nest::sema {
namespace {

// A string's own template can be written where nothing is encoded; a JSON literal's where JSON is wanted.
hir::Render* spliceable(hir::Encoding encoding, hir::Expression& value) {
  auto* render = std::get_if<hir::Render>(&value.node);
  if (render == nullptr) return nullptr;
  if (encoding == hir::Encoding::Plain && value.type == hir::Type::String) return render;
  if (encoding == hir::Encoding::Json && value.type == hir::Type::Json) return render;
  return nullptr;
}

}  // namespace

void TemplateBuilder::add_text(std::string_view text) {
  if (text.empty()) return;
  if (!template_.parts.empty()) {
    if (auto* last = std::get_if<std::string>(&template_.parts.back())) {
      *last += text;
      return;
    }
  }
  template_.parts.emplace_back(std::string(text));
}

void TemplateBuilder::add_hole(hir::Encoding encoding, hir::ExpressionPtr value) {
  if (const auto text = constant_text(*value)) {
    const bool bare = encoding == hir::Encoding::Json && value->type != hir::Type::String;
    add_text(bare ? *text : encode(encoding, *text));
    return;
  }
  if (hir::Render* render = spliceable(encoding, *value)) {
    for (hir::TemplatePart& part : render->text.parts) {
      if (const auto* text = std::get_if<std::string>(&part)) {
        add_text(*text);
      } else {
        template_.parts.push_back(std::move(part));
      }
    }
    return;
  }
  template_.parts.emplace_back(hir::Hole{encoding, std::move(value)});
}

hir::Template TemplateBuilder::take() { return std::exchange(template_, {}); }

hir::ExpressionPtr build_string(Span span, hir::Template text) {
  if (text.parts.empty()) return build_constant(hir::Type::String, span, {std::string()});
  if (auto* only = std::get_if<std::string>(&text.parts.front()); only != nullptr && text.parts.size() == 1) {
    return build_constant(hir::Type::String, span, {std::move(*only)});
  }
  return build(hir::Type::String, span, hir::Render{std::move(text)});
}

hir::ExpressionPtr render_value(hir::ExpressionPtr value) {
  const Span span = value->span;
  TemplateBuilder text;
  text.add_hole(hir::Encoding::Plain, std::move(value));
  return build_string(span, text.take());
}

}  // namespace nest::sema
