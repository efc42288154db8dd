#pragma once

#include <set>
#include "compiler/ast/requests.h"
#include "compiler/sema/function_checker.h"
#include "compiler/sema/template_builder.h"

namespace nest::sema {

/// A request's own header lines as they are put together.
class RequestHeaders {
 public:
  explicit RequestHeaders(FunctionChecker& f) : f_(&f) {}

  void add(const ast::HeaderItem& item);
  /// One that counts only where no other of its name was given before.
  void add_default(const ast::HeaderItem& item);
  [[nodiscard]] hir::Template take() { return template_.take(); }

 private:
  void add(const std::string& name, const ast::HeaderItem& item);
  /// The header's name; empty when it was wrong, which has been reported.
  [[nodiscard]] std::string check_name(const ast::Expression& name);

  FunctionChecker* f_;
  TemplateBuilder template_;
  std::set<std::string> given_;  // their names in small letters
};

}  // namespace nest::sema
