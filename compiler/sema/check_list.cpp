#include "compiler/sema/check_list.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "compiler/sema/build_expression.h"
#include "compiler/sema/check_expression.h"
#include "compiler/sema/conversion.h"

namespace nest::sema {
namespace {

using hir::ExpressionPtr;
using hir::Type;

// The elements that are right; none when one was wrong.
std::optional<std::vector<ExpressionPtr>> check_elements(FunctionChecker& f, const ast::JsonArray& literal) {
  std::vector<ExpressionPtr> elements;
  bool wrong = false;
  for (const ast::ExpressionPtr& written : literal.elements) {
    auto element = check_value(f, *written);
    if (element != nullptr && !hir::can_be_element(element->type)) {
      f.emitter
          .emit(DiagnosticCode::ListType, element->span,
                fmt::format("a list cannot hold {}", with_article(element->type)))
          .help("its elements are int, float, bool, string, duration or json");
      wrong = true;
    }
    wrong |= element == nullptr;
    elements.push_back(std::move(element));
  }
  if (wrong) return std::nullopt;
  return elements;
}

// The one type of all; ints beside floats become floats. Elements of two types are reported.
std::optional<Type> unify_elements(FunctionChecker& f, std::vector<ExpressionPtr>& elements, Span span) {
  const auto is = [](Type type) {
    return [type](const ExpressionPtr& element) { return element->type == type; };
  };
  if (std::ranges::any_of(elements, is(Type::Float))) {
    for (ExpressionPtr& element : elements) {
      if (element->type == Type::Int) element = convert(std::move(element), Type::Float);
    }
  }
  const Type type = elements.front()->type;
  const auto other = std::ranges::find_if_not(elements, is(type));
  if (other == elements.end()) return type;
  f.emitter.emit(DiagnosticCode::ListElements, span, with_article(type), with_article((*other)->type))
      .note((*other)->span, "this is {}", with_article((*other)->type))
      .help("all elements of a list have one type; values of several are `json {{ … }}`");
  return std::nullopt;
}

}  // namespace

ExpressionPtr check_list_literal(FunctionChecker& f, const ast::JsonArray& literal, Span span) {
  auto elements = check_elements(f, literal);
  if (!elements) return nullptr;
  if (elements->empty()) return build(Type::list_of(Type::Void), span, hir::ListLiteral{});
  const auto type = unify_elements(f, *elements, span);
  if (!type) return nullptr;
  return build(Type::list_of(*type), span, hir::ListLiteral{std::move(*elements)});
}

ExpressionPtr check_list_element(FunctionChecker& f, ExpressionPtr list, ExpressionPtr position, Span span) {
  if (!is_known_list(f, *list)) return nullptr;
  position = coerce(f, std::move(position), Type::Int);
  if (position == nullptr) return nullptr;
  if (const auto* number = constant_value<std::int64_t>(*position); number != nullptr && *number < 0) {
    f.emitter.emit(DiagnosticCode::NegativeIndex, position->span, *number)
        .help("elements count from 0; the last one is at `len(…) - 1`");
    return nullptr;
  }
  const Type element = list->type.element();
  return build(element, span, hir::ListElement{std::move(list), std::move(position)});
}

bool is_untyped(const hir::Expression& value) { return value.type == Type::list_of(Type::Void); }

bool is_empty_list(FunctionChecker& f, const hir::Expression& value) {
  if (!is_untyped(value)) return false;
  f.emitter.emit(DiagnosticCode::EmptyListType, value.span)
      .help("give it a variable with a type: `var found: list<string> = []`");
  return true;
}

bool is_known_list(FunctionChecker& f, const hir::Expression& value) {
  return value.type == Type::List && !is_empty_list(f, value);
}

}  // namespace nest::sema
