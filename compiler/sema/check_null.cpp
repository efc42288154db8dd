#include "compiler/sema/build_expression.h"
#include "compiler/sema/check_expression.h"
#include "compiler/sema/check_optional.h"

namespace nest::sema {

hir::ExpressionPtr check_null(FunctionChecker& f, const ast::Expression& value, bool negated, Span span) {
  auto operand = held(check_possible(f, value));
  if (operand == nullptr) return nullptr;
  if (!can_be_missing(operand)) {
    f.emitter.emit(DiagnosticCode::NeverNull, operand->span)
        .help(
            "json may be null; a header, an element, what is looked for or taken without waiting may be "
            "missing, and what is declared as `T?`");
  }
  return build(hir::Type::Bool, span, hir::IsNull{std::move(operand), negated});
}

}  // namespace nest::sema
