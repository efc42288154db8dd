#include "compiler/sema/check_expression.h"

#include "compiler/hir/overloaded.h"
#include "compiler/sema/build_expression.h"
#include "compiler/sema/check_data.h"
#include "compiler/sema/check_list.h"
#include "compiler/sema/check_optional.h"
#include "compiler/sema/conversion.h"
#include "compiler/sema/lints.h"
#include "compiler/sema/template_builder.h"

namespace nest::sema {
namespace {

using hir::Type;

hir::ExpressionPtr check_string(FunctionChecker& f, const ast::StringLiteral& literal, Span span) {
  lint_dollars(f.analysis, literal);
  lint_raw_string(f, literal, span);
  TemplateBuilder text;
  bool wrong = false;
  for (const ast::StringPart& part : literal.parts) {
    if (const auto* constant = std::get_if<std::string>(&part)) {
      text.add_text(*constant);
    } else if (auto hole = check_value(f, *std::get<ast::ExpressionPtr>(part))) {
      text.add_hole(hir::Encoding::Plain, std::move(hole));
    } else {
      wrong = true;
    }
  }
  if (wrong) return nullptr;
  return build_string(span, text.take());
}

hir::ExpressionPtr check_cast(FunctionChecker& f, const ast::Cast& written, Span span) {
  auto operand = check_expression(f, *written.operand);
  const auto target = resolve_type(f.emitter, written.type);
  if (operand == nullptr || !target) return nullptr;
  return cast(f, std::move(operand), *target, span);
}

}  // namespace

hir::ExpressionPtr check_expression(FunctionChecker& f, const ast::Expression& expression) {
  const Span span = expression.span;
  return std::visit(
      hir::Overloaded{
          [&](const ast::IntLiteral& n) { return build_constant(Type::Int, span, {n.value}); },
          [&](const ast::FloatLiteral& n) { return build_constant(Type::Float, span, {n.value}); },
          [&](const ast::BoolLiteral& n) { return build_constant(Type::Bool, span, {n.value}); },
          [&](const ast::DurationLiteral& n) {
            return build_constant(Type::Duration, span, {n.nanoseconds});
          },
          [&](const ast::NullLiteral&) -> hir::ExpressionPtr {
            f.emitter.emit(DiagnosticCode::NullOutsideJson, span)
                .help(
                    "`a == null` asks whether a is missing or null, `a ?? b` gives b where it is; a variable "
                    "that may hold nothing says so: `var next: string? = null`");
            return nullptr;
          },
          [&](const ast::StringLiteral& n) { return check_string(f, n, span); },
          [&](const ast::NameReference& n) { return check_name(f, n.name); },
          [&](const ast::Member& n) { return check_member(f, n, span); },
          [&](const ast::Index& n) { return check_index(f, n, span); },
          [&](const ast::Call& n) { return check_call(f, n, span); },
          [&](const ast::Unary& n) { return check_unary(f, n, span); },
          [&](const ast::Binary& n) {
            return n.op == ast::BinaryOperator::Coalesce ? check_coalesce(f, n, span)
                                                         : check_binary(f, n, span);
          },
          [&](const ast::Conditional& n) { return check_conditional(f, n, span); },
          [&](const ast::Cast& n) { return check_cast(f, n, span); },
          [&](const ast::JsonObject&) { return check_json_literal(f, expression); },
          [&](const ast::JsonArray& n) { return check_list_literal(f, n, span); },
      },
      expression.node);
}

hir::ExpressionPtr check_there(FunctionChecker& f, const ast::Expression& expression) {
  auto value = check_expression(f, expression);
  if (value == nullptr || !value->type.is_optional()) return value;
  report_optional(f, *value);
  return nullptr;
}

hir::ExpressionPtr check_possible(FunctionChecker& f, const ast::Expression& expression) {
  auto value = check_expression(f, expression);
  if (value != nullptr && value->type == Type::Response) {
    report_response(f, value->span);
    return nullptr;
  }
  if (value != nullptr && value->type == Type::Row) {
    report_row(f, *value);
    return nullptr;
  }
  return value;
}

hir::ExpressionPtr check_value(FunctionChecker& f, const ast::Expression& expression) {
  auto value = check_possible(f, expression);
  if (value == nullptr || !value->type.is_optional()) return value;
  report_optional(f, *value);
  return nullptr;
}

hir::ExpressionPtr check_as(FunctionChecker& f, const ast::Expression& expression, Type wanted) {
  if (wanted.is_optional() && is_null(expression)) return build(wanted, expression.span, hir::Absent{});
  return coerce(f, check_expression(f, expression), wanted);
}

}  // namespace nest::sema
