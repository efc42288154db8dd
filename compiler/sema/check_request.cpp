#include "compiler/sema/check_request.h"

#include <map>
#include <utility>

#include "compiler/hir/overloaded.h"
#include "compiler/sema/build_expression.h"
#include "compiler/sema/check_expression.h"
#include "compiler/sema/check_statement.h"
#include "compiler/sema/conversion.h"
#include "compiler/sema/request_body.h"
#include "compiler/sema/request_headers.h"
#include "compiler/sema/request_options.h"
#include "compiler/sema/request_url.h"

namespace nest::sema {
namespace {

using hir::Type;

hir::Method method_of(ast::Method method) {
  switch (method) {
    case ast::Method::Get:
      return hir::Method::Get;
    case ast::Method::Post:
      return hir::Method::Post;
    case ast::Method::Put:
      return hir::Method::Put;
    case ast::Method::Patch:
      return hir::Method::Patch;
    case ast::Method::Delete:
      return hir::Method::Delete;
    case ast::Method::Head:
      return hir::Method::Head;
    case ast::Method::Options:
      return hir::Method::Options;
  }
  return hir::Method::Get;
}

/// One request while its items are read.
class RequestChecker {
 public:
  RequestChecker(FunctionChecker& f, const ast::Request& request)
      : f_(&f), tree_(&request), url_(f), headers_(f), body_(f) {}

  void check(hir::LocalId result, Span span, hir::Block& out);

 private:
  void check_item(const ast::RequestItem& item);
  void check_name(const ast::NameItem& item);
  void add_defaults(const RequestDefaults& defaults);
  void add_default(const ast::RequestItem& item);
  void once(std::string_view item, Span span);
  hir::RequestId add_request();
  std::vector<hir::Check> check_conditions(hir::LocalId result, hir::RequestId id);

  FunctionChecker* f_;
  const ast::Request* tree_;
  hir::Request request_;
  RequestUrl url_;
  RequestHeaders headers_;
  RequestBody body_;
  std::optional<std::string> name_;
  hir::ExpressionPtr timeout_;
  std::map<std::string_view, Span> seen_;
};

void RequestChecker::check(hir::LocalId result, Span span, hir::Block& out) {
  url_.add_url(*tree_->url);
  for (const ast::RequestItem& item : tree_->items) check_item(item);
  for (const ast::RequestItem& item : tree_->items) {
    if (const auto* auth = std::get_if<ast::AuthItem>(&item.node)) headers_.add_auth(*auth, item.span);
  }
  if (!body_.boundary().empty()) headers_.add_multipart(body_.boundary(), body_.span());
  if (f_->defaults != nullptr) add_defaults(*f_->defaults);
  const hir::RequestId id = add_request();
  f_->responses.add_request(id, result);
  f_->note_store(result);
  auto checks = check_conditions(result, id);
  out.push_back({span, hir::RequestStatement{id, result, std::move(timeout_), std::move(checks)}});
}

void RequestChecker::check_item(const ast::RequestItem& item) {
  std::visit(
      hir::Overloaded{
          [&](const ast::HeaderItem& n) { headers_.add(n); },
          [&](const ast::QueryItem& n) { url_.add_query(n); },
          [&](const ast::FormItem& n) { body_.add_form(n, item.span); },
          [&](const ast::JsonItem& n) { body_.add_json(n, item.span); },
          [&](const ast::BodyItem& n) { body_.add_text(n, item.span); },
          [&](const ast::NameItem& n) { once("name", item.span), check_name(n); },
          [&](const ast::TimeoutItem& n) {
            once("timeout", item.span);
            timeout_ = check_timeout(*f_, n);
          },
          [&](const ast::RedirectsItem& n) {
            once("redirects", item.span);
            request_.max_redirects = check_redirects(*f_, n);
          },
          [&](const ast::CompressedItem&) { once("compressed", item.span), request_.compressed = true; },
          [&](const ast::HttpItem& n) {
            once("http", item.span);
            request_.http = check_http(*f_, n);
          },
          [&](const ast::MultipartItem& n) { body_.add_multipart(n, item.span); },
          [&](const ast::AuthItem&) { once("auth", item.span); },  // when all headers are known
          [](const ast::ConditionsItem&) {},                       // last: they look at the response
      },
      item.node);
}

void RequestChecker::once(std::string_view item, Span span) {
  const auto [first, added] = seen_.emplace(item, span);
  if (added) return;
  f_->emitter.emit(DiagnosticCode::DuplicateItem, span, item).note(first->second, "first given here");
}

void RequestChecker::check_name(const ast::NameItem& item) {
  auto value = coerce(*f_, check_expression(*f_, *item.value), Type::String);
  if (value == nullptr) return;
  const auto* text = constant_value<std::string>(*value);
  if (text == nullptr || text->empty()) {
    f_->emitter.emit(DiagnosticCode::RequestNameNotConstant, item.value->span)
        .help("every value would get a row of its own: leave out of the name what changes");
    return;
  }
  name_ = *text;
}

// Each level adds what those further in have not said; the request itself has spoken first.
void RequestChecker::add_defaults(const RequestDefaults& defaults) {
  for (const RequestDefaults::Level& level : defaults.levels) {
    f_->open_scope_of(*level.scope);
    for (const ast::RequestItem& item : level.tree->items) add_default(item);
    f_->close_scope();
  }
}

void RequestChecker::add_default(const ast::RequestItem& item) {
  if (const auto* header = std::get_if<ast::HeaderItem>(&item.node)) {
    headers_.add_default(*header);
  } else if (const auto* auth = std::get_if<ast::AuthItem>(&item.node)) {
    headers_.add_default_auth(*auth, item.span);
  } else if (const auto* timeout = std::get_if<ast::TimeoutItem>(&item.node)) {
    if (seen_.emplace("timeout", item.span).second) timeout_ = check_timeout(*f_, *timeout);
  } else if (const auto* redirects = std::get_if<ast::RedirectsItem>(&item.node)) {
    if (seen_.emplace("redirects", item.span).second)
      request_.max_redirects = check_redirects(*f_, *redirects);
  } else if (const auto* http = std::get_if<ast::HttpItem>(&item.node)) {
    if (seen_.emplace("http", item.span).second) request_.http = check_http(*f_, *http);
  } else if (std::holds_alternative<ast::CompressedItem>(item.node)) {
    request_.compressed = true;
  }
}

hir::RequestId RequestChecker::add_request() {
  hir::Program& program = f_->analysis.program;
  request_.method = method_of(tree_->method);
  request_.row = f_->analysis.row(request_.method, name_.value_or(url_.row_name()));
  request_.span = tree_->span;
  request_.url = url_.take();
  request_.headers = headers_.take();
  request_.body_kind = body_.kind();
  request_.body = body_.take();
  program.requests.push_back(std::move(request_));
  return static_cast<hir::RequestId>(program.requests.size() - 1);
}

std::vector<hir::Check> RequestChecker::check_conditions(hir::LocalId result, hir::RequestId id) {
  std::vector<hir::Check> checks;
  Present
      holds;  // behind the request: all of its conditions are looked at before one of them abandons the task
  const hir::RowId row = f_->analysis.program.requests[hir::index(id)].row;
  f_->own_response = result;
  f_->mentions_own_status = false;
  for (const ast::RequestItem& item : tree_->items) {
    const auto* conditions = std::get_if<ast::ConditionsItem>(&item.node);
    if (conditions == nullptr) continue;
    for (const ast::ExpressionPtr& condition : conditions->conditions) {
      auto check = check_condition(*f_, *condition, conditions->require, row);
      if (!check) continue;
      forget_set_in(*f_, *check->condition, holds);
      if (conditions->require) holds.merge(presence_of(*f_, check->condition.get()).when_true);
      checks.push_back(std::move(*check));
    }
  }
  f_->present.merge(holds);
  f_->own_response.reset();
  f_->analysis.program.requests[hir::index(id)].has_status_condition = f_->mentions_own_status;
  return checks;
}

}  // namespace

void check_request(FunctionChecker& f, const ast::Request& request, hir::LocalId result, Span span,
                   hir::Block& out) {
  f.function.suspends = true;
  RequestChecker(f, request).check(result, span, out);
}

}  // namespace nest::sema
