#include "compiler/sema/request_url.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "compiler/sema/build_expression.h"
#include "compiler/sema/check_expression.h"
#include "compiler/sema/conversion.h"
#include "compiler/sema/encode.h"
#include "compiler/sema/lints.h"
#include "compiler/sema/request_options.h"

namespace nest::sema {
namespace {

bool starts_like_a_url(std::string_view text) {
  if (text.starts_with('/')) return true;
  for (const std::string_view scheme : {"http://", "https://"}) {
    // A scheme alone is fine when a hole follows; that there is a host is seen when it runs.
    if (text.starts_with(scheme)) return true;
  }
  return false;
}

// The call of a hole that is `raw(…)`, else null.
const ast::Call* raw_call(const ast::Expression& hole) {
  const auto* call = std::get_if<ast::Call>(&hole.node);
  if (call == nullptr) return nullptr;
  const auto* callee = std::get_if<ast::NameReference>(&call->callee->node);
  return callee != nullptr && callee->name.text == "raw" ? call : nullptr;
}

// "localhost:8080/x".
bool names_port(std::string_view text) {
  const std::size_t colon = text.find(':');
  return colon != std::string_view::npos && colon > 0 && colon + 1 < text.size() && text[colon + 1] >= '0' &&
         text[colon + 1] <= '9';
}

// `GET "/" as page`, as Python names it. A text in a URL needs no conversion.
bool is_named_answer(const ast::Expression& url) {
  const auto* cast = std::get_if<ast::Cast>(&url.node);
  if (cast == nullptr || !std::holds_alternative<ast::StringLiteral>(cast->operand->node)) return false;
  constexpr std::array kTypes = {hir::Type::Int,      hir::Type::Float, hir::Type::Bool,    hir::Type::String,
                                 hir::Type::Duration, hir::Type::Json,  hir::Type::Response};
  const std::string& type = cast->type.name.text;
  return type != "list" && std::ranges::none_of(kTypes, [&](hir::Type each) { return name(each) == type; });
}

}  // namespace

void RequestUrl::add_url(const ast::Expression& url) {
  if (const auto* literal = std::get_if<ast::StringLiteral>(&url.node)) {
    add_literal(*literal, url.span);
    return;
  }
  if (is_named_answer(url)) {
    const ast::Name& name = std::get<ast::Cast>(url.node).type.name;
    f_->emitter.emit(DiagnosticCode::UnknownType, name.span, name.text)
        .help("an answer is kept by `let {} = GET \"/path\"`", name.text);
    return;
  }
  auto value = coerce(*f_, check_expression(*f_, url), hir::Type::String);
  if (value == nullptr) return;
  const auto* constant = constant_value<std::string>(*value);
  if (constant == nullptr) {
    add_hole(hir::Encoding::Plain, std::move(value));
    return;
  }
  if (!starts_like_a_url(*constant)) f_->emitter.emit(DiagnosticCode::BadUrl, url.span);
  if (constant->starts_with('/')) add_host();
  add_text(*constant);
}

void RequestUrl::add_host() {
  if (f_->defaults == nullptr || f_->defaults->host == nullptr) return;
  f_->open_scope_of(*f_->defaults->host_scope);
  auto host = check_host(*f_, *f_->defaults->host);
  f_->close_scope();
  if (host == nullptr) return;
  if (const auto* constant = constant_value<std::string>(*host)) {
    template_.add_text(encode_url_text(*constant));
  } else {
    template_.add_hole(hir::Encoding::Plain, std::move(host));
  }
}

void RequestUrl::add_query(const ast::QueryItem& query) {
  for (const ast::Field& field : query.fields) {
    const bool first = name_.find('?') == std::string::npos;
    const bool open = name_.ends_with('?') || name_.ends_with('&');
    if (!open) add_text(first ? "?" : "&");
    template_.add_text(encode(hir::Encoding::Percent, field.key.text));
    name_ += field.key.text;
    add_text("=");
    if (auto value = check_value(*f_, *field.value)) add_hole(hir::Encoding::Percent, std::move(value));
  }
}

void RequestUrl::add_literal(const ast::StringLiteral& literal, Span span) {
  lint_dollars(f_->analysis, literal);
  lint_raw_string(*f_, literal, span);
  const auto* start = literal.parts.empty() ? nullptr : std::get_if<std::string>(&literal.parts.front());
  if (start != nullptr && start->starts_with('/')) add_host();
  if (literal.parts.empty() || (start != nullptr && !starts_like_a_url(*start))) {
    auto report = f_->emitter.emit(DiagnosticCode::BadUrl, span);
    const bool relative = start != nullptr && !start->empty() && start->find(':') == std::string::npos;
    if (relative) report.help("on the run's host: `\"/{}…\"`", start->substr(0, start->find('/')));
    if (start != nullptr && names_port(*start))
      report.help("of another host: `\"http://{}…\"`", start->substr(0, start->find('/')));
  }
  for (std::size_t i = 0; i < literal.parts.size(); ++i) {
    if (const auto* text = std::get_if<std::string>(&literal.parts[i])) {
      add_text(*text);
    } else {
      add_hole(*std::get<ast::ExpressionPtr>(literal.parts[i]), i == 0);
    }
  }
}

void RequestUrl::add_text(std::string_view text) {
  template_.add_text(encode_url_text(text));
  name_ += text;
}

void RequestUrl::add_hole(const ast::Expression& hole, bool at_start) {
  const ast::Call* raw = raw_call(hole);
  if (raw != nullptr && raw->arguments.size() != 1) {
    f_->emitter.emit(DiagnosticCode::ArgumentCount, hole.span, "raw", "one argument", raw->arguments.size());
    return;
  }
  auto value = check_value(*f_, raw == nullptr ? hole : *raw->arguments.front());
  if (value == nullptr) return;
  add_hole(raw != nullptr || at_start ? hir::Encoding::Plain : hir::Encoding::Percent, std::move(value));
}

void RequestUrl::add_hole(hir::Encoding encoding, hir::ExpressionPtr value) {
  name_ += row_text(*value);
  template_.add_hole(encoding, std::move(value));
}

// Requests to two services are two rows, whatever ports they have in this run.
std::string RequestUrl::row_text(const hir::Expression& hole) const {
  const auto* reference = std::get_if<hir::GlobalReference>(&hole.node);
  if (reference == nullptr) return "{}";
  const hir::Global& global = f_->analysis.program.globals[hir::index(reference->global)];
  return global.kind == hir::GlobalKind::ServiceUrl ? fmt::format("{{{}.url}}", global.name) : "{}";
}

}  // namespace nest::sema
