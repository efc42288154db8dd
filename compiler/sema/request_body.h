#pragma once

#include <optional>
#include <string>

#include "compiler/ast/requests.h"
#include "compiler/hir/program.h"
#include "compiler/sema/function_checker.h"
#include "compiler/sema/template_builder.h"

namespace nest::sema {

/// A request's body as it is put together; it has one at most.
class RequestBody {
 public:
  explicit RequestBody(FunctionChecker& f) : f_(&f) {}

  void add_json(const ast::JsonItem& item, Span span);
  void add_form(const ast::FormItem& item, Span span);
  void add_text(const ast::BodyItem& item, Span span);
  void add_multipart(const ast::MultipartItem& item, Span span);

  /// Of a multipart body; empty for any other.
  [[nodiscard]] const std::string& boundary() const { return boundary_; }
  [[nodiscard]] Span span() const { return first_; }

  [[nodiscard]] hir::BodyKind kind() const { return kind_; }
  [[nodiscard]] hir::Template take() { return template_.take(); }

 private:
  void begin(hir::BodyKind kind, Span span);

  FunctionChecker* f_;
  hir::BodyKind kind_ = hir::BodyKind::None;
  Span first_;
  TemplateBuilder template_;
  std::string boundary_;
};

}  // namespace nest::sema
