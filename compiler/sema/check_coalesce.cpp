#include <algorithm>
#include <utility>

#include "compiler/hir/overloaded.h"
#include "compiler/sema/build_expression.h"
#include "compiler/sema/check_expression.h"
#include "compiler/sema/check_list.h"
#include "compiler/sema/check_optional.h"
#include "compiler/sema/conversion.h"

namespace nest::sema {
namespace {

using hir::ExpressionPtr;
using hir::Type;

bool can_be_missing(const hir::TemplatePart& part) {
  const auto* hole = std::get_if<hir::Hole>(&part);
  return hole != nullptr && sema::can_be_missing(hole->value);
}

// The left side's json takes the right side's type, an int beside a float becomes one.
bool unify(FunctionChecker& f, ExpressionPtr& left, ExpressionPtr& right) {
  if (left->type == Type::Json && is_empty_list(f, *right)) return false;
  const Type wanted = right->type;
  if (left->type == Type::Json && wanted != Type::Json) {
    if (wanted == Type::Duration || wanted == Type::list_of(Type::Duration)) {
      f.emitter.emit(DiagnosticCode::BadConversion, left->span, with_article(Type::Json),
                     with_article(wanted));
      return false;
    }
    left = convert(std::move(left), wanted);
  }
  if (left->type == Type::Int && wanted == Type::Float) left = convert(std::move(left), Type::Float);
  right = coerce(f, std::move(right), left->type);
  return right != nullptr;
}

}  // namespace

// Json may be null wherever it comes from; the other values are there once they are computed. Computing an
// optional does not fail where it is absent.
bool can_be_missing(const ExpressionPtr& expression) {
  if (expression->type == Type::Json) return true;
  const auto missing = [](const auto& part) { return can_be_missing(part); };
  return std::visit(
      hir::Overloaded{
          [&](const hir::Render& n) { return std::ranges::any_of(n.text.parts, missing); },
          [&](const hir::Unary& n) { return can_be_missing(n.operand); },
          [&](const hir::Binary& n) { return can_be_missing(n.left) || can_be_missing(n.right); },
          [&](const hir::JsonEqual& n) { return can_be_missing(n.json) || can_be_missing(n.other); },
          [&](const hir::Conditional& n) {
            return can_be_missing(n.condition) || can_be_missing(n.then) || can_be_missing(n.otherwise);
          },
          [&](const hir::Coalesce& n) { return can_be_missing(n.right); },
          [&](const hir::Convert& n) { return can_be_missing(n.operand); },
          [](const hir::Held& n) { return !n.is_known; },
          [](const hir::ListElement&) { return true; },
          [&](const hir::ListLiteral& n) { return std::ranges::any_of(n.elements, missing); },
          [&](const hir::ResponseHeader&) { return true; },
          [&](const hir::ResponseFind& n) {
            const auto* computed = std::get_if<ExpressionPtr>(&n.pattern);
            return !n.all || (computed != nullptr && can_be_missing(*computed));
          },
          [&](const hir::BuiltinCall& n) {
            return n.builtin == hir::Builtin::Environment || n.builtin == hir::Builtin::Secret ||
                   std::ranges::any_of(n.arguments, missing);
          },
          [&](const hir::LibraryCall& n) {
            return n.may_be_missing || std::ranges::any_of(n.arguments, missing);
          },
          [&](const hir::SharedCall& n) {
            return n.method == hir::SharedMethod::TryTake || n.method == hir::SharedMethod::Get ||
                   (n.method == hir::SharedMethod::Take && !n.arguments.empty()) ||
                   std::ranges::any_of(n.arguments, missing);
          },
          [&](const hir::FunctionCall& n) { return std::ranges::any_of(n.arguments, missing); },
          [](const auto&) { return false; },
      },
      expression->node);
}

ExpressionPtr check_coalesce(FunctionChecker& f, const ast::Binary& binary, Span span) {
  auto left = held(check_possible(f, *binary.left));
  auto right = check_possible(f, *binary.right);
  // What may be missing too: `a ?? b` is then an optional as well.
  const bool stays_optional = right != nullptr && right->type.is_optional();
  right = held(std::move(right));
  if (left == nullptr || right == nullptr) return nullptr;
  const Span left_span = left->span;
  const bool useful = can_be_missing(left);
  if (!unify(f, left, right)) return nullptr;
  if (!useful) {
    f.emitter.emit(DiagnosticCode::NeverMissing, left_span)
        .help(
            "`??` gives its right side where a json path, an element of a list, a header, what `.find` looks "
            "for, an environment variable or an optional is missing or null");
  }
  const Type type = left->type;
  auto value = build(type, span, hir::Coalesce{std::move(left), std::move(right)});
  return stays_optional ? keep(f, std::move(value), type.optional()) : std::move(value);
}

}  // namespace nest::sema
