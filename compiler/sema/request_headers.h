#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "compiler/ast/requests.h"
#include "compiler/sema/function_checker.h"
#include "compiler/sema/template_builder.h"

namespace nest::sema {

/// A request's own header lines as they are put together.
class RequestHeaders {
 public:
  explicit RequestHeaders(FunctionChecker& f) : f_(&f) {}

  /// One of the request itself. Warns where two lines of that name are hardly meant.
  void add(const ast::HeaderItem& item);
  /// One of a `defaults` that is looked at by itself, of which only the first of a name will count.
  void add_alone(const ast::HeaderItem& item);
  /// One that counts only where no other of its name was given before.
  void add_default(const ast::HeaderItem& item);
  /// `Authorization`; what is wrong with it is reported.
  void add_auth(const ast::AuthItem& item, Span span);
  /// The same where no `Authorization` was given before.
  void add_default_auth(const ast::AuthItem& item, Span span);
  /// `Content-Type`, with the boundary of a multipart body that stands at `span`.
  void add_multipart(std::string_view boundary, Span span);
  [[nodiscard]] hir::Template take() { return template_.take(); }

 private:
  struct Given {
    Span span;
    std::string name;  // as it was written
  };

  void add(const std::string& name, const ast::HeaderItem& item);
  /// The header's name; empty when it was wrong, which has been reported.
  [[nodiscard]] std::string check_name(const ast::Expression& name);

  void add_value(hir::ExpressionPtr value, Span span);
  void add_credentials(const ast::AuthItem& item);
  void add_digest(const ast::AuthItem& item, hir::ExpressionPtr name, hir::ExpressionPtr password);
  /// Reports a header of that name (in small letters) that was given by hand.
  void refuse_own(std::string_view name, std::string_view said_by, Span span);
  void warn_repeated(const Given& first, const std::string& name, Span span, std::string_view help);

  FunctionChecker* f_;
  TemplateBuilder template_;
  std::map<std::string, Given, std::less<>> given_;  // by name, in small letters
};

}  // namespace nest::sema
