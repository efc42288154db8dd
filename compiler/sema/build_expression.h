#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "compiler/hir/expression.h"
#include "compiler/sema/fold_constants.h"

namespace nest::sema {

/// A node of the typed tree; constant operands are folded away where that cannot change what happens.
template <typename Node>
[[nodiscard]] hir::ExpressionPtr build(hir::Type type, Span span, Node node) {
  auto expression = std::make_unique<hir::Expression>();
  expression->type = type;
  expression->span = span;
  expression->node = std::move(node);
  return fold(std::move(expression));
}

[[nodiscard]] inline hir::ExpressionPtr build_constant(hir::Type type, Span span, hir::Constant constant) {
  return build(type, span, std::move(constant));
}

/// The value of a constant of that C++ type; null for anything else.
template <typename Value>
[[nodiscard]] const Value* constant_value(const hir::Expression& expression) {
  const auto* constant = std::get_if<hir::Constant>(&expression.node);
  return constant == nullptr ? nullptr : std::get_if<Value>(&constant->value);
}

}  // namespace nest::sema
