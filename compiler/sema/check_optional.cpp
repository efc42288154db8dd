#include "compiler/sema/check_optional.h"

#include <utility>

#include "compiler/sema/build_expression.h"
#include "compiler/sema/check_list.h"
#include "compiler/sema/conversion.h"

namespace nest::sema {
namespace {

using hir::ExpressionPtr;
using hir::Type;

bool is_variable(const hir::Expression& value) {
  return std::holds_alternative<hir::LocalReference>(value.node) ||
         std::holds_alternative<hir::StateReference>(value.node);
}

}  // namespace

bool is_null(const ast::Expression& expression) {
  return std::holds_alternative<ast::NullLiteral>(expression.node);
}

ExpressionPtr keep(FunctionChecker& f, ExpressionPtr value, Type wanted) {
  if (value == nullptr || value->type == wanted) return value;
  const Span span = value->span;
  const bool widens = value->type == Type(Type::Int).optional() && wanted.value() == Type::Float;
  if (value->type.is_optional() && !widens) {
    f.emitter.emit(DiagnosticCode::TypeMismatch, span, with_article(wanted), with_article(value->type));
    return nullptr;
  }
  value = coerce(f, held(std::move(value)), wanted.value());
  if (value == nullptr) return nullptr;
  return build(wanted, span, hir::Keep{std::move(value)});
}

ExpressionPtr held(ExpressionPtr value) {
  if (value == nullptr || !value->type.is_optional()) return value;
  const Type type = value->type.value();
  const Span span = value->span;
  return build(type, span, hir::Held{std::move(value), false});
}

ExpressionPtr absent_beside(FunctionChecker& f, const hir::Expression* value, Span span) {
  if (value == nullptr || is_empty_list(f, *value)) return nullptr;
  return build(value->type.optional(), span, hir::Absent{});
}

void report_optional(FunctionChecker& f, const hir::Expression& value) {
  const std::string text = f.analysis.text_of(value.span);
  auto report = f.emitter.emit(DiagnosticCode::MayBeMissing, value.span, text);
  if (is_variable(value)) {
    report.help("say what stands in for it, `{0} ?? …`, or look first: `if {0} != null {{ … }}`", text);
  } else {
    report.help("say what stands in for it, `… ?? …`, or keep it and look first: `if kept != null {{ … }}`");
  }
}

}  // namespace nest::sema
