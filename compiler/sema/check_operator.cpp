#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "compiler/sema/build_expression.h"
#include "compiler/sema/check_expression.h"
#include "compiler/sema/check_library.h"
#include "compiler/sema/check_optional.h"
#include "compiler/sema/conversion.h"
#include "compiler/sema/conversion_hint.h"
#include "compiler/sema/template_builder.h"

namespace nest::sema {
namespace {

using hir::BinaryOperator;
using hir::ExpressionPtr;
using hir::Type;

struct Operator {
  BinaryOperator op;
  std::string_view text;
};

Operator operator_of(ast::BinaryOperator op) {
  switch (op) {
    case ast::BinaryOperator::Add:
      return {BinaryOperator::Add, "+"};
    case ast::BinaryOperator::Subtract:
      return {BinaryOperator::Subtract, "-"};
    case ast::BinaryOperator::Multiply:
      return {BinaryOperator::Multiply, "*"};
    case ast::BinaryOperator::Divide:
      return {BinaryOperator::Divide, "/"};
    case ast::BinaryOperator::Remainder:
      return {BinaryOperator::Remainder, "%"};
    case ast::BinaryOperator::Equal:
      return {BinaryOperator::Equal, "=="};
    case ast::BinaryOperator::NotEqual:
      return {BinaryOperator::NotEqual, "!="};
    case ast::BinaryOperator::Less:
      return {BinaryOperator::Less, "<"};
    case ast::BinaryOperator::LessEqual:
      return {BinaryOperator::LessEqual, "<="};
    case ast::BinaryOperator::Greater:
      return {BinaryOperator::Greater, ">"};
    case ast::BinaryOperator::GreaterEqual:
      return {BinaryOperator::GreaterEqual, ">="};
    case ast::BinaryOperator::And:
      return {BinaryOperator::And, "and"};
    default:
      return {BinaryOperator::Or, "or"};
  }
}

bool is_number(Type type) { return type == Type::Int || type == Type::Float; }
bool is_equality(BinaryOperator op) { return op == BinaryOperator::Equal || op == BinaryOperator::NotEqual; }

bool is_comparison(BinaryOperator op) {
  return is_equality(op) || op == BinaryOperator::Less || op == BinaryOperator::LessEqual ||
         op == BinaryOperator::Greater || op == BinaryOperator::GreaterEqual;
}

// Seconds that a service counts in a number, beside a time: `json.expires_in as int + now()`.
std::string unit_of_operand(FunctionChecker& f, const Operator& op, const hir::Expression& left,
                            const hir::Expression& right) {
  const bool takes_times =
      is_comparison(op.op) || op.op == BinaryOperator::Add || op.op == BinaryOperator::Subtract;
  const hir::Expression& number = is_number(left.type) ? left : right;
  const hir::Expression& time = &number == &left ? right : left;
  if (!takes_times || !is_number(number.type) || time.type != Type::Duration) return {};
  const std::string text = f.analysis.text_of(number.span);
  return text.contains('\n') ? std::string() : unit_hint(text);
}

// What was written out is what was meant to be like the other side.
std::string operands_hint(FunctionChecker& f, const Operator& op, const hir::Expression& left,
                          const hir::Expression& right) {
  if (op.op == BinaryOperator::Remainder && left.type == Type::String)
    return "a value is put into a text in braces: `\"/items/{id}\"`";
  if (std::string unit = unit_of_operand(f, op, left, right); !unit.empty()) return unit;
  if (!is_comparison(op.op)) return {};
  if (std::holds_alternative<hir::Constant>(right.node))
    return conversion_hint(f.analysis, right, left.type, false);
  if (std::holds_alternative<hir::Constant>(left.node))
    return conversion_hint(f.analysis, left, right.type, false);
  return {};
}

ExpressionPtr report_operands(FunctionChecker& f, const Operator& op, const hir::Expression& left,
                              const hir::Expression& right, Span span) {
  auto report = f.emitter.emit(DiagnosticCode::OperandTypes, span, op.text, with_article(left.type),
                               with_article(right.type));
  if (const std::string help = operands_hint(f, op, left, right); !help.empty()) report.help("{}", help);
  return nullptr;
}

ExpressionPtr build_binary(Type type, Span span, BinaryOperator op, ExpressionPtr left, ExpressionPtr right) {
  return build(type, span, hir::Binary{op, std::move(left), std::move(right)});
}

// An int beside a float becomes one.
void unify_numbers(ExpressionPtr& left, ExpressionPtr& right) {
  if (left->type == Type::Int && right->type == Type::Float) left = convert(std::move(left), Type::Float);
  if (left->type == Type::Float && right->type == Type::Int) right = convert(std::move(right), Type::Float);
}

// What `op` gives when its left side is a duration; none when it does not apply.
std::optional<Type> duration_result(BinaryOperator op, Type right) {
  switch (op) {
    case BinaryOperator::Add:
    case BinaryOperator::Subtract:
      return right == Type::Duration ? std::optional(Type::Duration) : std::nullopt;
    case BinaryOperator::Multiply:
      return is_number(right) ? std::optional(Type::Duration) : std::nullopt;
    case BinaryOperator::Divide:
      if (is_number(right)) return Type::Duration;
      return right == Type::Duration ? std::optional(Type::Float) : std::nullopt;
    default:
      return std::nullopt;
  }
}

ExpressionPtr concatenate(ExpressionPtr left, ExpressionPtr right, Span span) {
  TemplateBuilder text;
  text.add_hole(hir::Encoding::Plain, std::move(left));
  text.add_hole(hir::Encoding::Plain, std::move(right));
  return build_string(span, text.take());
}

ExpressionPtr check_lists(FunctionChecker& f, std::string_view op, ExpressionPtr left, ExpressionPtr right,
                          Span span) {
  std::vector<ExpressionPtr> sides;
  sides.push_back(std::move(left));
  sides.push_back(std::move(right));
  return check_library_call(f, op, std::move(sides), span);
}

ExpressionPtr check_arithmetic(FunctionChecker& f, const Operator& op, ExpressionPtr left,
                               ExpressionPtr right, Span span) {
  const bool text =
      op.op == BinaryOperator::Add && (left->type == Type::String || right->type == Type::String);
  for (const ExpressionPtr* side : {&left, &right}) {
    if ((*side)->type != Type::Json) continue;
    report_json(f, **side, text ? Type::String : Type::Int);
    return nullptr;
  }
  if (text) return concatenate(std::move(left), std::move(right), span);
  if (op.op == BinaryOperator::Add && left->type == Type::List && right->type == Type::List) {
    return check_lists(f, "+", std::move(left), std::move(right), span);
  }
  if (op.op == BinaryOperator::Multiply && right->type == Type::Duration && is_number(left->type)) {
    std::swap(left, right);
  }
  if (left->type == Type::Duration) {
    const auto result = duration_result(op.op, right->type);
    if (!result) return report_operands(f, op, *left, *right, span);
    return build_binary(*result, span, op.op, std::move(left), std::move(right));
  }
  const bool ints_only = op.op == BinaryOperator::Remainder;
  if (!is_number(left->type) || !is_number(right->type) ||
      (ints_only && (left->type == Type::Float || right->type == Type::Float))) {
    return report_operands(f, op, *left, *right, span);
  }
  unify_numbers(left, right);
  const Type type = left->type;
  return build_binary(type, span, op.op, std::move(left), std::move(right));
}

// The right side is evaluated where the left one has not decided.
ExpressionPtr check_logic(FunctionChecker& f, const Operator& op, const ast::Binary& binary, Span span) {
  auto left = check_as(f, *binary.left, Type::Bool);
  ExpressionPtr right;
  {
    const Assuming undecided(f, left.get(), op.op == BinaryOperator::And);
    right = check_as(f, *binary.right, Type::Bool);
  }
  if (left == nullptr || right == nullptr) return nullptr;
  return build_binary(Type::Bool, span, op.op, std::move(left), std::move(right));
}

// A list beside json is compared as an array.
ExpressionPtr as_json(ExpressionPtr list) {
  const Span span = list->span;
  TemplateBuilder text;
  text.add_hole(hir::Encoding::Json, std::move(list));
  return build(Type::Json, span, hir::Render{text.take()});
}

ExpressionPtr check_json_equality(FunctionChecker& f, const Operator& op, ExpressionPtr left,
                                  ExpressionPtr right, Span span) {
  if (left->type != Type::Json) std::swap(left, right);
  if (right->type == Type::Duration) return report_operands(f, op, *left, *right, span);
  if (right->type == Type::List) right = as_json(std::move(right));
  const bool negated = op.op == BinaryOperator::NotEqual;
  return build(Type::Bool, span, hir::JsonEqual{std::move(left), std::move(right), negated});
}

// Json beside a value that has an order is read as a value of that type.
bool unify_json_order(FunctionChecker& f, ExpressionPtr& left, ExpressionPtr& right) {
  ExpressionPtr& json = left->type == Type::Json ? left : right;
  const Type other = left->type == Type::Json ? right->type : left->type;
  if (is_number(other) || other == Type::String) {
    json = convert(std::move(json), other);
    return true;
  }
  report_json(f, *json, Type::Int);
  return false;
}

ExpressionPtr check_list_equality(FunctionChecker& f, BinaryOperator op, ExpressionPtr left,
                                  ExpressionPtr right, Span span) {
  auto equal = check_lists(f, "==", std::move(left), std::move(right), span);
  if (equal == nullptr || op == BinaryOperator::Equal) return equal;
  return build(Type::Bool, span, hir::Unary{hir::UnaryOperator::Not, std::move(equal)});
}

ExpressionPtr check_comparison(FunctionChecker& f, const Operator& op, ExpressionPtr left,
                               ExpressionPtr right, Span span) {
  if (left->type == Type::Json || right->type == Type::Json) {
    if (is_equality(op.op)) return check_json_equality(f, op, std::move(left), std::move(right), span);
    if (!unify_json_order(f, left, right)) return nullptr;
  }
  unify_numbers(left, right);
  if (left->type == Type::List && right->type == Type::List && is_equality(op.op)) {
    return check_list_equality(f, op.op, std::move(left), std::move(right), span);
  }
  const bool ordered = left->type != Type::List && (left->type != Type::Bool || is_equality(op.op));
  if (left->type != right->type || !ordered) return report_operands(f, op, *left, *right, span);
  return build_binary(Type::Bool, span, op.op, std::move(left), std::move(right));
}

}  // namespace

ExpressionPtr check_unary(FunctionChecker& f, const ast::Unary& unary, Span span) {
  auto operand = check_value(f, *unary.operand);
  if (operand == nullptr) return nullptr;
  const Type type = operand->type;
  if (unary.op == ast::UnaryOperator::Not) {
    operand = coerce(f, std::move(operand), Type::Bool);
    if (operand == nullptr) return nullptr;
    return build(Type::Bool, span, hir::Unary{hir::UnaryOperator::Not, std::move(operand)});
  }
  if (type == Type::Json) {
    report_json(f, *operand, Type::Int);
    return nullptr;
  }
  if (!is_number(type) && type != Type::Duration) {
    f.emitter.emit(DiagnosticCode::OperandType, span, "-", with_article(type));
    return nullptr;
  }
  return build(type, span, hir::Unary{hir::UnaryOperator::Negate, std::move(operand)});
}

ExpressionPtr check_binary(FunctionChecker& f, const ast::Binary& binary, Span span) {
  if (binary.op == ast::BinaryOperator::Equal || binary.op == ast::BinaryOperator::NotEqual) {
    const bool negated = binary.op == ast::BinaryOperator::NotEqual;
    if (is_null(*binary.right)) return check_null(f, *binary.left, negated, span);
    if (is_null(*binary.left)) return check_null(f, *binary.right, negated, span);
  }
  const Operator op = operator_of(binary.op);
  if (op.op == BinaryOperator::And || op.op == BinaryOperator::Or) return check_logic(f, op, binary, span);
  auto left = check_value(f, *binary.left);
  auto right = check_value(f, *binary.right);
  if (left == nullptr || right == nullptr) return nullptr;
  switch (op.op) {
    case BinaryOperator::Add:
    case BinaryOperator::Subtract:
    case BinaryOperator::Multiply:
    case BinaryOperator::Divide:
    case BinaryOperator::Remainder:
      return check_arithmetic(f, op, std::move(left), std::move(right), span);
    default:
      return check_comparison(f, op, std::move(left), std::move(right), span);
  }
}

ExpressionPtr check_conditional(FunctionChecker& f, const ast::Conditional& conditional, Span span) {
  auto condition = check_as(f, *conditional.condition, Type::Bool);
  const auto branch = [&](const ast::Expression& written, const ast::Expression& other, bool holds) {
    const Assuming chosen(f, condition.get(), holds);
    return is_null(written) && !is_null(other) ? nullptr : check_possible(f, written);
  };
  auto then = branch(*conditional.then, *conditional.otherwise, true);
  auto otherwise = branch(*conditional.otherwise, *conditional.then, false);
  if (is_null(*conditional.then)) then = absent_beside(f, otherwise.get(), conditional.then->span);
  if (is_null(*conditional.otherwise)) otherwise = absent_beside(f, then.get(), conditional.otherwise->span);
  if (then == nullptr || otherwise == nullptr) return nullptr;
  unify_numbers(then, otherwise);
  Type type = then->type;
  if (type.is_optional() || otherwise->type.is_optional()) {
    const bool widens = type.value() == Type::Int && otherwise->type.value() == Type::Float;
    type = (widens ? otherwise->type : type).optional();
    then = coerce(f, std::move(then), type);
  }
  otherwise = coerce(f, std::move(otherwise), type);
  if (condition == nullptr || then == nullptr || otherwise == nullptr) return nullptr;
  return build(type, span, hir::Conditional{std::move(condition), std::move(then), std::move(otherwise)});
}

}  // namespace nest::sema
