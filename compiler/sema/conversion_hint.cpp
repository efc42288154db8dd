#include "compiler/sema/conversion_hint.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string_view>

#include "compiler/sema/build_expression.h"

namespace nest::sema {
namespace {

using hir::Type;

bool is_number(Type type) { return type == Type::Int || type == Type::Float; }

/// "5", "1.5": a number, and where `with_unit` a duration, "500ms".
bool reads_as(std::string_view text, bool with_unit) {
  double number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || text.starts_with('-')) return false;
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  if (!with_unit) return unit.empty();
  return unit == "us" || unit == "ms" || unit == "s" || unit == "m" || unit == "h";
}

/// "5", "1.5".
bool is_literal(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789._") == std::string_view::npos;
}

// Of a text that was written where it should not be one.
std::string hint_for_text(std::string_view text, Type wanted) {
  const bool fits = (is_number(wanted) && reads_as(text, false)) ||
                    (wanted == Type::Duration && reads_as(text, true)) ||
                    (wanted == Type::Bool && (text == "true" || text == "false"));
  return fits ? fmt::format("leave the quotes out: `{}`", text) : std::string();
}

std::string hint_for_constant(const hir::Expression& value, std::string_view text, Type wanted) {
  if (wanted == Type::Duration && is_number(value.type)) return unit_hint(text);
  if (const auto* constant = constant_value<std::string>(value)) return hint_for_text(*constant, wanted);
  const bool is_scalar = is_number(value.type) || value.type == Type::Bool || value.type == Type::Duration;
  if (wanted == Type::String && is_scalar) return fmt::format("write it in quotes: `\"{}\"`", text);
  return {};
}

// As it can stand beside an operator.
std::string as_operand(const Analysis& analysis, const hir::Expression& value) {
  constexpr std::size_t kMostShown = 40;
  std::string text = analysis.text_of(value.span);
  if (std::holds_alternative<hir::Constant>(value.node) || binds_tightly(value)) return text;
  return text.size() <= kMostShown && !text.contains('\n') ? fmt::format("({})", text) : "…";
}

std::string hint_for_condition(Type type, std::string_view text) {
  if (type == Type::String) return fmt::format("compare it: `{} != \"\"`", text);
  if (is_number(type)) return fmt::format("compare it: `{} != 0`", text);
  if (type == Type::Duration) return fmt::format("compare it: `{} > 0s`", text);
  if (type == Type::List) return fmt::format("compare its length: `len({}) > 0`", text);
  return {};
}

}  // namespace

std::string unit_hint(std::string_view number) {
  while (number.starts_with('(') && number.ends_with(')') && is_literal(number.substr(1, number.size() - 2)))
    number = number.substr(1, number.size() - 2);
  if (number.contains(' ')) return fmt::format("times a unit: `({}) * 1s`", number);
  if (!is_literal(number)) return fmt::format("times a unit: `{} * 1s`", number);
  // So many seconds are hardly meant, and other load testers count in milliseconds.
  const std::size_t digits = std::min(number.find('.'), number.size());
  if (digits < 3) return fmt::format("add a unit: `{}s`", number);
  return fmt::format("add a unit: `{}ms`, or `{}s` where seconds are meant", number, number);
}

bool binds_tightly(const hir::Expression& value) {
  return std::holds_alternative<hir::JsonPath>(value.node) ||
         std::holds_alternative<hir::LocalReference>(value.node) ||
         std::holds_alternative<hir::StateReference>(value.node) ||
         std::holds_alternative<hir::GlobalReference>(value.node) ||
         std::holds_alternative<hir::Held>(value.node) ||
         std::holds_alternative<hir::ResponseValue>(value.node);
}

std::string conversion_hint(const Analysis& analysis, const hir::Expression& value, Type wanted,
                            bool converts) {
  const bool is_constant = std::holds_alternative<hir::Constant>(value.node);
  if (is_constant) {
    auto hint = hint_for_constant(value, analysis.text_of(value.span), wanted);
    if (!hint.empty() || wanted == Type::String) return hint;
  }
  const std::string text = as_operand(analysis, value);
  const std::string inner = text.starts_with('(') ? text.substr(1, text.size() - 2) : text;
  if (wanted == Type::Bool && !is_constant) return hint_for_condition(value.type, text);
  if (wanted == Type::Duration && is_number(value.type)) return fmt::format("times a unit: `{} * 1s`", text);
  if (value.type == Type::Duration && is_number(wanted))
    return fmt::format("divide it by a unit: `{} / 1ms` are its milliseconds", text);
  if (value.type == Type::List && wanted == Type::String) {
    if (value.type.element() == Type::String)
      return fmt::format("write `join({}, \", \")`; `{} as string` is its JSON", inner, text);
    return fmt::format("`{} as string` is its JSON", text);
  }
  if (is_constant && wanted == Type::Int && value.type == Type::Float)
    return fmt::format("an int has no fraction: `round({})`", text);
  return converts && !is_constant ? fmt::format("write `{} as {}`", text, hir::name(wanted)) : std::string();
}

}  // namespace nest::sema
