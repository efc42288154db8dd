#pragma once

#include <string>

#include "compiler/ast/requests.h"
#include "compiler/hir/expression.h"
#include "compiler/sema/function_checker.h"
#include "compiler/sema/template_builder.h"

namespace nest::sema {

/// A request's URL as it is put together: the template that is sent, and the row name beside it, which is the
/// URL's own text with each hole as `{}`; the address of a service stays as it was written.
class RequestUrl {
 public:
  explicit RequestUrl(FunctionChecker& f) : f_(&f) {}

  /// The URL as written. Holes are percent-encoded, but for `raw(…)` and one at the very start (a base URL).
  void add_url(const ast::Expression& url);
  /// The fields of a `query { … }`.
  void add_query(const ast::QueryItem& query);

  [[nodiscard]] hir::Template take() { return template_.take(); }
  [[nodiscard]] const std::string& row_name() const { return name_; }

 private:
  /// The taskset's host, in front of a URL that begins with `/`.
  void add_host();
  void add_literal(const ast::StringLiteral& literal, Span span);
  void add_text(std::string_view text);
  void add_hole(const ast::Expression& hole, bool at_start);
  void add_hole(hir::Encoding encoding, hir::ExpressionPtr value);
  [[nodiscard]] std::string row_text(const hir::Expression& hole) const;

  FunctionChecker* f_;
  TemplateBuilder template_;
  std::string name_;
};

}  // namespace nest::sema
