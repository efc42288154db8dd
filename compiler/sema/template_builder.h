#pragma once

#include <string_view>

#include "compiler/hir/expression.h"

namespace nest::sema {

/// Puts a template together: neighbouring texts become one, constant holes become text, templates in holes
/// become part of this one where no encoding stands between.
class TemplateBuilder {
 public:
  /// Text that is encoded already.
  void add_text(std::string_view text);
  /// `value` is of a type that a hole may have.
  void add_hole(hir::Encoding encoding, hir::ExpressionPtr value);
  [[nodiscard]] hir::Template take();

 private:
  hir::Template template_;
};

/// The text as an expression of type String: a constant when it has no holes.
[[nodiscard]] hir::ExpressionPtr build_string(Span span, hir::Template text);

/// `value as string` for a value of any scalar type.
[[nodiscard]] hir::ExpressionPtr render_value(hir::ExpressionPtr value);

}  // namespace nest::sema
