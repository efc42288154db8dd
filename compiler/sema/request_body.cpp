#include "compiler/sema/request_body.h"

#include "compiler/sema/check_expression.h"
#include "compiler/sema/encode.h"
#include "compiler/sema/lints.h"
#include "compiler/sema/multipart_body.h"

namespace nest::sema {

void RequestBody::add_json(const ast::JsonItem& item, Span span) {
  begin(hir::BodyKind::Json, span);
  if (auto value = check_json_value(*f_, *item.value))
    template_.add_hole(hir::Encoding::Json, std::move(value));
}

void RequestBody::add_form(const ast::FormItem& item, Span span) {
  begin(hir::BodyKind::Form, span);
  for (std::size_t i = 0; i < item.fields.size(); ++i) {
    const ast::Field& field = item.fields[i];
    lint_secret(f_->emitter, field.key.text, *field.value);
    if (i > 0) template_.add_text("&");
    template_.add_text(encode(hir::Encoding::Form, field.key.text));
    template_.add_text("=");
    if (auto value = check_value(*f_, *field.value))
      template_.add_hole(hir::Encoding::Form, std::move(value));
  }
}

void RequestBody::add_text(const ast::BodyItem& item, Span span) {
  begin(hir::BodyKind::Text, span);
  if (auto value = check_value(*f_, *item.value)) template_.add_hole(hir::Encoding::Plain, std::move(value));
}

void RequestBody::add_multipart(const ast::MultipartItem& item, Span span) {
  begin(hir::BodyKind::Multipart, span);
  MultipartBody parts(*f_);
  for (const ast::Field& field : item.fields) parts.add(field);
  boundary_ = parts.choose_boundary();
  parts.write(boundary_, template_);
}

void RequestBody::begin(hir::BodyKind kind, Span span) {
  if (kind_ != hir::BodyKind::None) {
    f_->emitter.emit(DiagnosticCode::TwoBodies, span).note(first_, "the other body is here");
    return;
  }
  kind_ = kind;
  first_ = span;
}

}  // namespace nest::sema
