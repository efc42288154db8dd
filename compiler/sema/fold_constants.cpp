#include "compiler/sema/fold_constants.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace nest::sema {
namespace {

using hir::BinaryOperator;
using hir::Constant;
using hir::Type;

const Constant* constant(const hir::ExpressionPtr& expression) {
  return std::get_if<Constant>(&expression->node);
}

template <typename Value>
std::optional<Constant> compare(BinaryOperator op, const Value& left, const Value& right) {
  switch (op) {
    case BinaryOperator::Equal:
      return Constant{left == right};
    case BinaryOperator::NotEqual:
      return Constant{left != right};
    case BinaryOperator::Less:
      return Constant{left < right};
    case BinaryOperator::LessEqual:
      return Constant{left <= right};
    case BinaryOperator::Greater:
      return Constant{left > right};
    case BinaryOperator::GreaterEqual:
      return Constant{left >= right};
    default:
      return std::nullopt;
  }
}

std::optional<Constant> fold_ints(BinaryOperator op, std::int64_t left, std::int64_t right) {
  std::int64_t result = 0;
  const bool overflowing_quotient = left == std::numeric_limits<std::int64_t>::min() && right == -1;
  switch (op) {
    case BinaryOperator::Add:
      if (__builtin_add_overflow(left, right, &result)) return std::nullopt;
      return Constant{result};
    case BinaryOperator::Subtract:
      if (__builtin_sub_overflow(left, right, &result)) return std::nullopt;
      return Constant{result};
    case BinaryOperator::Multiply:
      if (__builtin_mul_overflow(left, right, &result)) return std::nullopt;
      return Constant{result};
    case BinaryOperator::Divide:
      if (right == 0 || overflowing_quotient) return std::nullopt;
      return Constant{left / right};
    case BinaryOperator::Remainder:
      if (right == 0 || overflowing_quotient) return std::nullopt;
      return Constant{left % right};
    default:
      return compare(op, left, right);
  }
}

std::optional<Constant> fold_floats(BinaryOperator op, double left, double right) {
  switch (op) {
    case BinaryOperator::Add:
      return Constant{left + right};
    case BinaryOperator::Subtract:
      return Constant{left - right};
    case BinaryOperator::Multiply:
      return Constant{left * right};
    case BinaryOperator::Divide:
      if (right == 0) return std::nullopt;
      return Constant{left / right};
    default:
      return compare(op, left, right);
  }
}

std::optional<Constant> fold_bools(BinaryOperator op, bool left, bool right) {
  switch (op) {
    case BinaryOperator::And:
      return Constant{left && right};
    case BinaryOperator::Or:
      return Constant{left || right};
    case BinaryOperator::Equal:
      return Constant{left == right};
    case BinaryOperator::NotEqual:
      return Constant{left != right};
    default:
      return std::nullopt;
  }
}

std::optional<Constant> to_int(double value) {
  constexpr double kLimit = 9223372036854775808.0;  // 2^63
  if (!(value > -kLimit && value < kLimit)) return std::nullopt;
  return Constant{static_cast<std::int64_t>(value)};
}

std::optional<Constant> fold_ratio(const Constant& left, const Constant& right) {
  const auto divisor = std::get<std::int64_t>(right.value);
  if (divisor == 0) return std::nullopt;
  return Constant{static_cast<double>(std::get<std::int64_t>(left.value)) / static_cast<double>(divisor)};
}

// A duration times or by a float.
std::optional<Constant> fold_scaling(BinaryOperator op, const Constant& left, const Constant& right) {
  const auto duration = static_cast<double>(std::get<std::int64_t>(left.value));
  const auto factor = std::get<double>(right.value);
  if (op == BinaryOperator::Multiply) return to_int(duration * factor);
  return factor == 0 ? std::nullopt : to_int(duration / factor);
}

std::optional<Constant> fold_binary(const hir::Binary& binary, Type result) {
  const Constant* left = constant(binary.left);
  const Constant* right = constant(binary.right);
  if (left == nullptr || right == nullptr) return std::nullopt;
  if (binary.left->type == Type::Duration && result != Type::Bool) {
    if (result == Type::Float) return fold_ratio(*left, *right);
    if (binary.right->type == Type::Float) return fold_scaling(binary.op, *left, *right);
  }
  if (const auto* number = std::get_if<std::int64_t>(&left->value)) {
    return fold_ints(binary.op, *number, std::get<std::int64_t>(right->value));
  }
  if (const auto* number = std::get_if<double>(&left->value)) {
    return fold_floats(binary.op, *number, std::get<double>(right->value));
  }
  if (const auto* text = std::get_if<std::string>(&left->value)) {
    return compare(binary.op, *text, std::get<std::string>(right->value));
  }
  return fold_bools(binary.op, std::get<bool>(left->value), std::get<bool>(right->value));
}

std::optional<Constant> fold_unary(const hir::Unary& unary) {
  const Constant* operand = constant(unary.operand);
  if (operand == nullptr) return std::nullopt;
  if (const auto* flag = std::get_if<bool>(&operand->value)) return Constant{!*flag};
  if (const auto* number = std::get_if<double>(&operand->value)) return Constant{-*number};
  const auto* number = std::get_if<std::int64_t>(&operand->value);
  if (number == nullptr || *number == std::numeric_limits<std::int64_t>::min()) return std::nullopt;
  return Constant{-*number};
}

std::optional<Constant> fold_conversion(const hir::Convert& convert, Type to) {
  const Constant* operand = constant(convert.operand);
  if (operand == nullptr) return std::nullopt;
  if (const auto* number = std::get_if<std::int64_t>(&operand->value);
      number != nullptr && to == Type::Float) {
    return Constant{static_cast<double>(*number)};
  }
  const auto* number = std::get_if<double>(&operand->value);
  if (number == nullptr || to != Type::Int) return std::nullopt;
  return to_int(*number);
}

std::optional<Constant> fold_list(hir::ListLiteral& literal) {
  if (!std::ranges::all_of(literal.elements, constant)) return std::nullopt;
  std::vector<Constant> elements;
  for (hir::ExpressionPtr& element : literal.elements) {
    elements.push_back(std::get<Constant>(std::move(element->node)));
  }
  return Constant{std::move(elements)};
}

}  // namespace

hir::ExpressionPtr fold(hir::ExpressionPtr expression) {
  std::optional<Constant> folded;
  if (const auto* binary = std::get_if<hir::Binary>(&expression->node)) {
    folded = fold_binary(*binary, expression->type);
  } else if (const auto* unary = std::get_if<hir::Unary>(&expression->node)) {
    folded = fold_unary(*unary);
  } else if (const auto* convert = std::get_if<hir::Convert>(&expression->node)) {
    folded = fold_conversion(*convert, expression->type);
  } else if (auto* literal = std::get_if<hir::ListLiteral>(&expression->node)) {
    folded = fold_list(*literal);
  } else if (auto* conditional = std::get_if<hir::Conditional>(&expression->node)) {
    if (const Constant* condition = constant(conditional->condition)) {
      auto chosen =
          std::get<bool>(condition->value) ? std::move(conditional->then) : std::move(conditional->otherwise);
      return chosen;
    }
  }
  if (folded) expression->node = std::move(*folded);
  return expression;
}

}  // namespace nest::sema
