#include "compiler/sema/request_headers.h"

#include <algorithm>
#include <array>

#include "compiler/sema/build_expression.h"
#include "compiler/sema/check_expression.h"
#include "compiler/sema/lints.h"
#include "runtime/abi/nest_credentials.h"

namespace nest::sema {
namespace {

// A token of RFC 9110, section 5.6.2.
bool is_token(std::string_view text) {
  const auto is_token_byte = [](char c) {
    const bool alphanumeric = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    return alphanumeric || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  };
  return !text.empty() && std::ranges::all_of(text, is_token_byte);
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// They say where the body ends: written by hand they would let one request run into the next.
bool is_reserved(std::string_view name) {
  constexpr std::array<std::string_view, 2> kReserved = {"content-length", "transfer-encoding"};
  return std::ranges::find(kReserved, lower(name)) != kReserved.end();
}

// Those whose value is no list by RFC 9110, and those that a client sends once by a rule of their own
// (Cookie: RFC 6265, section 5.4; Origin: RFC 6454, section 7.3). Of any other, several lines are one list.
bool is_single(std::string_view name) {
  constexpr std::array<std::string_view, 16> kSingle = {"authorization", "content-location",
                                                        "content-range", "content-type",
                                                        "cookie",        "date",
                                                        "from",          "host",
                                                        "if-range",      "if-modified-since",
                                                        "max-forwards",  "if-unmodified-since",
                                                        "origin",        "proxy-authorization",
                                                        "referer",       "user-agent"};
  return std::ranges::find(kSingle, name) != kSingle.end();
}

bool is_line(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

}  // namespace

void RequestHeaders::add(const ast::HeaderItem& item) {
  const std::string name = check_name(*item.name);
  const auto first = given_.find(lower(name));
  // A list over several lines is written in one way; another way is a line that was forgotten.
  if (first != given_.end() && (is_single(first->first) || first->second.name != name))
    warn_repeated(first->second, name, item.name->span, "both lines are sent: leave one out");
  add(name, item);
}

void RequestHeaders::add_alone(const ast::HeaderItem& item) {
  const std::string name = check_name(*item.name);
  const auto first = given_.find(lower(name));
  if (first != given_.end())
    warn_repeated(first->second, name, item.name->span, "of one name only the first default counts");
  add(name, item);
}

void RequestHeaders::add_default(const ast::HeaderItem& item) {
  const std::string name = check_name(*item.name);
  if (!given_.contains(lower(name))) add(name, item);
}

void RequestHeaders::add(const std::string& name, const ast::HeaderItem& item) {
  auto value = check_value(*f_, *item.value);
  if (name.empty() || value == nullptr) return;
  given_.emplace(lower(name), Given{item.name->span, name});
  lint_secret(f_->emitter, name, *item.value);
  template_.add_text(name);
  template_.add_text(": ");
  add_value(std::move(value), item.value->span);
  template_.add_text("\r\n");
}

void RequestHeaders::add_default_auth(const ast::AuthItem& item, Span span) {
  if (!given_.contains("authorization")) add_auth(item, span);
}

void RequestHeaders::add_value(hir::ExpressionPtr value, Span span) {
  // A string's own template is taken apart: each of its holes has to be safe in a header line.
  const bool is_text = value->type == hir::Type::String;
  TemplateBuilder parts;
  parts.add_hole(is_text ? hir::Encoding::Plain : hir::Encoding::Header, std::move(value));
  for (hir::TemplatePart& part : parts.take().parts) {
    if (auto* hole = std::get_if<hir::Hole>(&part)) {
      template_.add_hole(hir::Encoding::Header, std::move(hole->value));
    } else if (is_line(std::get<std::string>(part))) {
      template_.add_text(std::get<std::string>(part));
    } else {
      f_->emitter.emit(DiagnosticCode::BadHeaderValue, span);
    }
  }
}

void RequestHeaders::add_auth(const ast::AuthItem& item, Span span) {
  refuse_own("authorization", "auth", span);
  given_.emplace("authorization", Given{span, "Authorization"});
  const std::string_view scheme = item.scheme.text;
  if (scheme == "ntlm" || scheme == "negotiate") {
    f_->emitter.emit(DiagnosticCode::FunctionNotAvailable, item.scheme.span, scheme)
        .help("`auth` has `basic(name, password)`, `digest(name, password)` and `bearer(token)`");
    return;
  }
  if (scheme != "basic" && scheme != "digest" && scheme != "bearer") {
    f_->emitter.emit(DiagnosticCode::UnknownAuth, item.scheme.span, scheme)
        .help("it is `basic(name, password)`, `digest(name, password)` or `bearer(token)`");
    return;
  }
  const std::size_t wanted = scheme == "bearer" ? 1 : 2;
  if (item.arguments.size() != wanted) {
    f_->emitter.emit(DiagnosticCode::ArgumentCount, span, scheme,
                     wanted == 2 ? "two arguments" : "one argument", item.arguments.size());
    return;
  }
  lint_secret(f_->emitter, "password", *item.arguments.back());
  if (wanted == 2) {
    add_credentials(item);
    return;
  }
  auto token = check_value(*f_, *item.arguments.front());
  if (token == nullptr) return;
  template_.add_text("Authorization: Bearer ");
  add_value(std::move(token), item.arguments.front()->span);
  template_.add_text("\r\n");
}

// RFC 7617: name, colon, password, in base64; so the name has no colon. A digest is taken over the same text.
void RequestHeaders::add_credentials(const ast::AuthItem& item) {
  auto name = check_value(*f_, *item.arguments[0]);
  auto password = check_value(*f_, *item.arguments[1]);
  if (name == nullptr || password == nullptr) return;
  const auto* known = constant_value<std::string>(*name);
  if (known != nullptr && known->contains(':')) {
    f_->emitter.emit(DiagnosticCode::AuthName, name->span, item.scheme.text)
        .help("what follows it would count as the password");
    return;
  }
  if (item.scheme.text == "digest") {
    add_digest(item, std::move(name), std::move(password));
    return;
  }
  TemplateBuilder credentials;
  credentials.add_hole(hir::Encoding::Plain, std::move(name));
  credentials.add_text(":");
  credentials.add_hole(hir::Encoding::Plain, std::move(password));
  template_.add_text("Authorization: Basic ");
  template_.add_hole(hir::Encoding::Base64, build_string(item.arguments[0]->span, credentials.take()));
  template_.add_text("\r\n");
}

// The transport puts the answer to the server's challenge there.
void RequestHeaders::add_digest(const ast::AuthItem& item, hir::ExpressionPtr name,
                                hir::ExpressionPtr password) {
  const auto add_text = [&](hir::ExpressionPtr value, Span span) {
    TemplateBuilder text;
    text.add_hole(hir::Encoding::Plain, std::move(value));
    template_.add_hole(hir::Encoding::Percent, build_string(span, text.take()));
  };
  template_.add_text("Authorization: " NEST_DIGEST_CREDENTIALS);
  add_text(std::move(name), item.arguments[0]->span);
  template_.add_text(":");
  add_text(std::move(password), item.arguments[1]->span);
  template_.add_text("\r\n");
}

void RequestHeaders::add_multipart(std::string_view boundary, Span span) {
  refuse_own("content-type", "multipart", span);
  given_.emplace("content-type", Given{span, "Content-Type"});
  template_.add_text("Content-Type: multipart/form-data; boundary=");
  template_.add_text(boundary);
  template_.add_text("\r\n");
}

void RequestHeaders::refuse_own(std::string_view name, std::string_view said_by, Span span) {
  const auto own = given_.find(name);
  if (own == given_.end()) return;
  f_->emitter.emit(DiagnosticCode::HeaderSaidTwice, own->second.span, name, said_by)
      .note(span, "it is said here");
}

void RequestHeaders::warn_repeated(const Given& first, const std::string& name, Span span,
                                   std::string_view help) {
  f_->emitter.emit(DiagnosticCode::RepeatedHeader, span, name)
      .note(first.span, "first given here")
      .help("{}", help);
}

std::string RequestHeaders::check_name(const ast::Expression& name) {
  auto value = check_value(*f_, name);
  if (value == nullptr) return {};
  const auto* text = constant_value<std::string>(*value);
  if (text == nullptr) {
    f_->emitter.emit(DiagnosticCode::HeaderNameNotConstant, name.span);
    return {};
  }
  if (!is_token(*text)) {
    f_->emitter.emit(DiagnosticCode::BadHeaderName, name.span, *text)
        .help("a header's name has letters, digits and `-`, no blanks and no colon");
    return {};
  }
  if (is_reserved(*text)) {
    f_->emitter.emit(DiagnosticCode::ReservedHeader, name.span, *text).help("it follows from the body");
    return {};
  }
  return *text;
}

}  // namespace nest::sema
