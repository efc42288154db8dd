#include "compiler/sema/condition_facts.h"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/hir/walk.h"
#include "runtime/library/library.h"

namespace nest::sema {
namespace {

using hir::BinaryOperator;

/// The least and the most that a number can be in any run.
struct Limits {
  std::int64_t least;
  std::int64_t most;
};

const std::int64_t* whole_constant(const hir::Expression& expression) {
  const auto* constant = std::get_if<hir::Constant>(&expression.node);
  return constant == nullptr ? nullptr : std::get_if<std::int64_t>(&constant->value);
}

std::optional<Limits> limits_of_field(hir::ResponseField field) {
  constexpr std::int64_t kLargestStatus = 999;  // three digits; 0 when no answer came
  switch (field) {
    case hir::ResponseField::Status:
      return Limits{0, kLargestStatus};
    case hir::ResponseField::Time:
    case hir::ResponseField::Size:
      return Limits{0, ValueSet::kMost};
    default:
      return std::nullopt;
  }
}

std::optional<Limits> limits_of(const hir::Expression& expression) {
  if (expression.type != hir::Type::Int && expression.type != hir::Type::Duration) return std::nullopt;
  if (const auto* number = whole_constant(expression)) return Limits{*number, *number};
  if (std::holds_alternative<hir::ContextReference>(expression.node)) return Limits{0, ValueSet::kMost};
  if (const auto* field = std::get_if<hir::ResponseValue>(&expression.node))
    return limits_of_field(field->field);
  const auto* call = std::get_if<hir::BuiltinCall>(&expression.node);
  if (call == nullptr) return std::nullopt;
  if (call->builtin == hir::Builtin::Length) return Limits{0, ValueSet::kMost};
  if (call->builtin != hir::Builtin::Random) return std::nullopt;
  const auto* first = whole_constant(*call->arguments[0]);
  const auto* last = whole_constant(*call->arguments[1]);
  if (first == nullptr || last == nullptr || *first > *last) return std::nullopt;
  return Limits{*first, *last};
}

std::optional<bool> compared(BinaryOperator op, Limits left, Limits right) {
  const bool below = left.most < right.least;
  const bool above = left.least > right.most;
  const bool not_above = left.most <= right.least;
  const bool not_below = left.least >= right.most;
  const auto either = [](bool holds, bool fails) {
    return holds ? std::optional(true) : fails ? std::optional(false) : std::nullopt;
  };
  switch (op) {
    case BinaryOperator::Less:
      return either(below, not_below);
    case BinaryOperator::LessEqual:
      return either(not_above, above);
    case BinaryOperator::Greater:
      return either(above, not_above);
    case BinaryOperator::GreaterEqual:
      return either(not_below, below);
    case BinaryOperator::Equal:
      return either(false, below || above);
    case BinaryOperator::NotEqual:
      return either(below || above, false);
    default:
      return std::nullopt;
  }
}

// Whether it is the same however often it is asked within one statement.
bool is_steady(const hir::Expression& expression) {
  bool steady = true;
  hir::for_each_part(expression, [&](const hir::Expression& part) { steady = steady && !varies(part); });
  return steady;
}

bool is_constant(const hir::Expression& expression) {
  return std::holds_alternative<hir::Constant>(expression.node);
}

bool same_text(const hir::Expression& a, const hir::Expression& b, const SourceSet& sources) {
  return !is_constant(a) && !is_constant(b) && a.span != b.span &&
         sources.text(a.span) == sources.text(b.span) && is_steady(a);
}

std::optional<bool> decided_binary(const hir::Binary& binary, const SourceSet& sources) {
  if (binary.op == BinaryOperator::And || binary.op == BinaryOperator::Or) {
    const bool absorbing = binary.op == BinaryOperator::Or;
    const auto left = decided(*binary.left, sources);
    const auto right = decided(*binary.right, sources);
    if (left == absorbing || right == absorbing) return absorbing;
    return left && right ? std::optional(!absorbing) : std::nullopt;
  }
  if (same_text(*binary.left, *binary.right, sources)) return compared(binary.op, {0, 0}, {0, 0});
  const auto left = limits_of(*binary.left);
  const auto right = limits_of(*binary.right);
  if (!left || !right) return std::nullopt;
  return compared(binary.op, *left, *right);
}

// A constant that is written out, without a name in it: `true`, `1 < 2`.
bool is_written_out(std::string_view text) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  for (std::size_t at = 0; at < text.size();) {
    const auto begin = std::find_if(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), is_letter);
    const auto end = std::find_if_not(begin, text.end(), is_letter);
    const std::string_view word(begin, end);
    const bool known =
        word.empty() || word == "true" || word == "false" || word == "and" || word == "or" || word == "not";
    if (!known) return false;
    at = static_cast<std::size_t>(end - text.begin());
  }
  return true;
}

BinaryOperator turned(BinaryOperator op) {
  switch (op) {
    case BinaryOperator::Less:
      return BinaryOperator::Greater;
    case BinaryOperator::LessEqual:
      return BinaryOperator::GreaterEqual;
    case BinaryOperator::Greater:
      return BinaryOperator::Less;
    case BinaryOperator::GreaterEqual:
      return BinaryOperator::LessEqual;
    default:
      return op;
  }
}

std::optional<ValueSet> values(BinaryOperator op, std::int64_t bound) {
  switch (op) {
    case BinaryOperator::Less:
      return bound == ValueSet::kLeast ? ValueSet(1, 0) : ValueSet(ValueSet::kLeast, bound - 1);
    case BinaryOperator::LessEqual:
      return ValueSet(ValueSet::kLeast, bound);
    case BinaryOperator::Greater:
      return bound == ValueSet::kMost ? ValueSet(1, 0) : ValueSet(bound + 1, ValueSet::kMost);
    case BinaryOperator::GreaterEqual:
      return ValueSet(bound, ValueSet::kMost);
    case BinaryOperator::Equal:
      return ValueSet(bound, bound);
    case BinaryOperator::NotEqual:
      return ValueSet(bound, bound).complement();
    default:
      return std::nullopt;
  }
}

// What two looks at the same response are known by, whatever words it is written with.
std::string subject_of(const hir::Expression& expression, const SourceSet& sources) {
  if (const auto* field = std::get_if<hir::ResponseValue>(&expression.node)) {
    if (const auto* local = std::get_if<hir::LocalReference>(&field->response->node))
      return fmt::format("{}.{}", hir::index(local->local), static_cast<int>(field->field));
  }
  return std::string(sources.text(expression.span));
}

std::optional<std::string> text_of(const hir::Expression& expression) {
  const auto* constant = std::get_if<hir::Constant>(&expression.node);
  if (constant == nullptr) return std::nullopt;
  if (const auto* text = std::get_if<std::string>(&constant->value)) return '"' + *text;
  if (const auto* flag = std::get_if<bool>(&constant->value)) return *flag ? "true" : "false";
  if (const auto* whole = std::get_if<std::int64_t>(&constant->value)) return fmt::format("{}", *whole);
  return std::nullopt;
}

Demands demanded_equal(const hir::Expression& value, const hir::Expression& wanted,
                       const SourceSet& sources) {
  const auto text = text_of(wanted);
  if (!text || is_constant(value) || !is_steady(value)) return {};
  return {{subject_of(value, sources), *text}};
}

Demands demands_of_comparison(const hir::Binary& binary, const SourceSet& sources) {
  const bool turn = is_constant(*binary.left);
  const hir::Expression& value = turn ? *binary.right : *binary.left;
  const hir::Expression& bound = turn ? *binary.left : *binary.right;
  const BinaryOperator op = turn ? turned(binary.op) : binary.op;
  if (value.type == hir::Type::String || value.type == hir::Type::Bool)
    return op == BinaryOperator::Equal ? demanded_equal(value, bound, sources) : Demands{};
  const auto* number = whole_constant(bound);
  const bool whole = value.type == hir::Type::Int || value.type == hir::Type::Duration;
  if (number == nullptr || !whole || is_constant(value) || !is_steady(value)) return {};
  auto set = values(op, *number);
  if (!set) return {};
  if (const auto limits = limits_of(value)) set = set->intersected(ValueSet(limits->least, limits->most));
  return {{subject_of(value, sources), *set}};
}

Demands demands_of_all(Demands left, const Demands& right) {
  for (const auto& [subject, demand] : right) {
    const auto [mine, added] = left.emplace(subject, demand);
    if (added) continue;
    mine->second = contradict(mine->second, demand) ? Demand(ValueSet(1, 0)) : both(mine->second, demand);
  }
  return left;
}

// Of an `or` only what both sides say about one and the same number is a demand.
Demands demands_of_any(const Demands& left, const Demands& right) {
  if (left.size() != 1 || right.size() != 1 || left.begin()->first != right.begin()->first) return {};
  const auto* mine = std::get_if<ValueSet>(&left.begin()->second);
  const auto* its = std::get_if<ValueSet>(&right.begin()->second);
  if (mine == nullptr || its == nullptr) return {};
  return {{left.begin()->first, mine->united(*its)}};
}

}  // namespace

bool varies(const hir::Expression& expression) {
  if (const auto* call = std::get_if<hir::BuiltinCall>(&expression.node))
    return call->builtin == hir::Builtin::Random;
  if (const auto* call = std::get_if<hir::LibraryCall>(&expression.node))
    return library::functions()[call->function].needs != library::Needs::Nothing;
  return std::holds_alternative<hir::SharedCall>(expression.node) ||
         std::holds_alternative<hir::DataNext>(expression.node) ||
         std::holds_alternative<hir::FunctionCall>(expression.node);
}

std::optional<bool> decided(const hir::Expression& condition, const SourceSet& sources) {
  if (const auto* constant = std::get_if<hir::Constant>(&condition.node)) {
    const auto* flag = std::get_if<bool>(&constant->value);
    if (flag == nullptr || !is_written_out(sources.text(condition.span))) return std::nullopt;
    return *flag;
  }
  if (const auto* unary = std::get_if<hir::Unary>(&condition.node)) {
    const auto inner = decided(*unary->operand, sources);
    return inner ? std::optional(!*inner) : std::nullopt;
  }
  if (const auto* binary = std::get_if<hir::Binary>(&condition.node)) return decided_binary(*binary, sources);
  return std::nullopt;
}

Demands demands_of(const hir::Expression& condition, const SourceSet& sources) {
  if (const auto* equal = std::get_if<hir::JsonEqual>(&condition.node))
    return equal->negated ? Demands{} : demanded_equal(*equal->json, *equal->other, sources);
  const auto* binary = std::get_if<hir::Binary>(&condition.node);
  if (binary == nullptr) return {};
  if (binary->op == BinaryOperator::And)
    return demands_of_all(demands_of(*binary->left, sources), demands_of(*binary->right, sources));
  if (binary->op == BinaryOperator::Or)
    return demands_of_any(demands_of(*binary->left, sources), demands_of(*binary->right, sources));
  return demands_of_comparison(*binary, sources);
}

bool impossible(const Demand& demand) {
  const auto* set = std::get_if<ValueSet>(&demand);
  return set != nullptr && set->empty();
}

bool contradict(const Demand& a, const Demand& b) {
  if (a.index() != b.index()) return false;
  if (const auto* text = std::get_if<std::string>(&a)) return *text != std::get<std::string>(b);
  return std::get<ValueSet>(a).intersected(std::get<ValueSet>(b)).empty();
}

Demand both(const Demand& a, const Demand& b) {
  const auto* first = std::get_if<ValueSet>(&a);
  const auto* second = std::get_if<ValueSet>(&b);
  return first != nullptr && second != nullptr ? Demand(first->intersected(*second)) : a;
}

}  // namespace nest::sema
