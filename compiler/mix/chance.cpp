#include "compiler/mix/chance.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <variant>

#include "compiler/hir/overloaded.h"

namespace nest::mix {
namespace {

using hir::BinaryOperator;

std::optional<double> number(const hir::Constant& constant) {
  if (const auto* const whole = std::get_if<std::int64_t>(&constant.value)) {
    return static_cast<double>(*whole);
  }
  if (const auto* const real = std::get_if<double>(&constant.value)) return *real;
  return std::nullopt;
}

std::optional<Range> random_range(const hir::BuiltinCall& call, const Knowledge& known, hir::Type type) {
  if (call.builtin != hir::Builtin::Random) return std::nullopt;
  const auto from = range_of(*call.arguments[0], known);
  const auto to = range_of(*call.arguments[1], known);
  if (!from || !to || !from->constant() || !to->constant()) return std::nullopt;
  if (from->low > to->low) return std::nullopt;  // abandons the task
  return Range{from->low, to->low, type != hir::Type::Float};
}

// The probability that a value of the range is below `limit`, or equal to it at most.
double below(const Range& range, double limit, bool or_equal) {
  if (range.constant()) return range.low < limit || (or_equal && range.low == limit) ? 1 : 0;
  if (!range.whole) return std::clamp((limit - range.low) / (range.high - range.low), 0.0, 1.0);
  const double last = or_equal ? std::floor(limit) : std::ceil(limit) - 1;
  return std::clamp((last - range.low + 1) / (range.high - range.low + 1), 0.0, 1.0);
}

double equal_to(const Range& range, double value) {
  if (value < range.low || value > range.high) return 0;
  if (range.constant()) return 1;
  if (!range.whole || value != std::floor(value)) return 0;
  return 1 / (range.high - range.low + 1);
}

double compare(const Range& range, BinaryOperator op, double limit) {
  switch (op) {
    case BinaryOperator::Less:
      return below(range, limit, false);
    case BinaryOperator::LessEqual:
      return below(range, limit, true);
    case BinaryOperator::Greater:
      return 1 - below(range, limit, true);
    case BinaryOperator::GreaterEqual:
      return 1 - below(range, limit, false);
    case BinaryOperator::Equal:
      return equal_to(range, limit);
    default:
      return 1 - equal_to(range, limit);
  }
}

bool is_comparison(BinaryOperator op) {
  return op >= BinaryOperator::Equal && op <= BinaryOperator::GreaterEqual;
}

// `3 < x` is `x > 3`.
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

/// `x op limit`, with what is known of x on the left side.
struct Comparison {
  const hir::Expression* value = nullptr;
  Range range;
  BinaryOperator op{};
  double limit = 0;
};

std::optional<Comparison> comparison_of(const hir::Binary& binary, const Knowledge& known) {
  if (!is_comparison(binary.op)) return std::nullopt;
  const auto left = range_of(*binary.left, known);
  const auto right = range_of(*binary.right, known);
  if (!left || !right) return std::nullopt;
  if (right->constant()) return Comparison{binary.left.get(), *left, binary.op, right->low};
  if (left->constant()) return Comparison{binary.right.get(), *right, turned(binary.op), left->low};
  return std::nullopt;
}

void collect_locals(const hir::Expression& expression, std::set<hir::LocalId>& locals) {
  if (const auto* const binary = std::get_if<hir::Binary>(&expression.node)) {
    collect_locals(*binary->left, locals);
    collect_locals(*binary->right, locals);
  } else if (const auto* const unary = std::get_if<hir::Unary>(&expression.node)) {
    collect_locals(*unary->operand, locals);
  } else if (const auto* const local = std::get_if<hir::LocalReference>(&expression.node)) {
    locals.insert(local->local);
  } else if (const auto* const convert = std::get_if<hir::Convert>(&expression.node)) {
    collect_locals(*convert->operand, locals);
  } else if (const auto* const either = std::get_if<hir::Conditional>(&expression.node)) {
    for (const auto* part : {&either->condition, &either->then, &either->otherwise}) {
      collect_locals(**part, locals);
    }
  } else if (const auto* const call = std::get_if<hir::BuiltinCall>(&expression.node)) {
    for (const hir::ExpressionPtr& argument : call->arguments) collect_locals(*argument, locals);
  }
}

// Those whose value is a matter of chance.
std::set<hir::LocalId> random_locals(const hir::Expression& expression, const Knowledge& known) {
  std::set<hir::LocalId> locals;
  collect_locals(expression, locals);
  std::erase_if(locals, [&known](hir::LocalId local) {
    const auto range = known.find(local);
    return range && range->constant();
  });
  return locals;
}

std::optional<double> both(const hir::Binary& binary, const Knowledge& known) {
  const auto left = probability_of(*binary.left, known);
  const auto right = probability_of(*binary.right, known);
  const double decided = binary.op == BinaryOperator::And ? 0 : 1;  // whatever the other side says
  if (left == decided || right == decided) return decided;
  if (!left || !right) return std::nullopt;
  const auto a = random_locals(*binary.left, known);
  const auto b = random_locals(*binary.right, known);
  if (std::ranges::any_of(a, [&b](hir::LocalId local) { return b.contains(local); })) return std::nullopt;
  return binary.op == BinaryOperator::And ? *left * *right : 1 - (1 - *left) * (1 - *right);
}

std::optional<double> mean_of_binary(const hir::Binary& binary, const Knowledge& known, hir::Type type) {
  const auto left = mean_of(*binary.left, known);
  const auto right = mean_of(*binary.right, known);
  if (!left || !right) return std::nullopt;
  const auto fixed = [&known](const hir::Expression& side) {
    const auto range = range_of(side, known);
    return range && range->constant();
  };
  switch (binary.op) {
    case BinaryOperator::Add:
      return *left + *right;
    case BinaryOperator::Subtract:
      return *left - *right;
    case BinaryOperator::Multiply:
      if (!fixed(*binary.left) && !fixed(*binary.right)) return std::nullopt;
      return *left * *right;
    case BinaryOperator::Divide:
      if (!fixed(*binary.right) || *right == 0 || type == hir::Type::Int) return std::nullopt;
      return *left / *right;
    default:
      return std::nullopt;
  }
}

// What is left of a range where `op limit` holds; none when that is no range any more.
std::optional<Range> narrowed(Range range, BinaryOperator op, double limit) {
  const double step = range.whole ? 1 : 0;
  const double floor = range.whole ? std::floor(limit) : limit;
  const double ceil = range.whole ? std::ceil(limit) : limit;
  switch (op) {
    case BinaryOperator::Less:
      range.high = std::min(range.high, ceil - step);
      break;
    case BinaryOperator::LessEqual:
      range.high = std::min(range.high, floor);
      break;
    case BinaryOperator::Greater:
      range.low = std::max(range.low, floor + step);
      break;
    case BinaryOperator::GreaterEqual:
      range.low = std::max(range.low, ceil);
      break;
    case BinaryOperator::Equal:
      range = {limit, limit, range.whole};
      break;
    default:
      if (limit == range.low) {
        range.low += step;
      } else if (limit == range.high) {
        range.high -= step;
      } else if (limit > range.low && limit < range.high) {
        return std::nullopt;
      }
  }
  if (range.low > range.high) return std::nullopt;  // cannot be
  return range;
}

BinaryOperator negated(BinaryOperator op) {
  switch (op) {
    case BinaryOperator::Less:
      return BinaryOperator::GreaterEqual;
    case BinaryOperator::LessEqual:
      return BinaryOperator::Greater;
    case BinaryOperator::Greater:
      return BinaryOperator::LessEqual;
    case BinaryOperator::GreaterEqual:
      return BinaryOperator::Less;
    case BinaryOperator::Equal:
      return BinaryOperator::NotEqual;
    default:
      return BinaryOperator::Equal;
  }
}

}  // namespace

std::optional<Range> constant_range(const hir::Constant& constant) {
  const auto value = number(constant);
  if (!value) return std::nullopt;
  return Range{*value, *value, std::holds_alternative<std::int64_t>(constant.value)};
}

std::optional<Range> range_of(const hir::Expression& expression, const Knowledge& known) {
  if (const auto* const constant = std::get_if<hir::Constant>(&expression.node)) {
    return constant_range(*constant);
  }
  if (const auto* const local = std::get_if<hir::LocalReference>(&expression.node)) {
    return known.find(local->local);
  }
  if (const auto* const global = std::get_if<hir::GlobalReference>(&expression.node)) {
    return known.find(global->global);
  }
  if (const auto* const call = std::get_if<hir::BuiltinCall>(&expression.node)) {
    return random_range(*call, known, expression.type);
  }
  return std::nullopt;
}

std::optional<Range> assigned_range(const hir::Expression& value, const Knowledge& known) {
  const auto range = range_of(value, known);
  const bool copy = std::holds_alternative<hir::LocalReference>(value.node);
  return copy && range && !range->constant() ? std::nullopt : range;
}

std::optional<double> mean_of(const hir::Expression& expression, const Knowledge& known) {
  if (const auto range = range_of(expression, known)) return range->mean();
  if (const auto* const unary = std::get_if<hir::Unary>(&expression.node)) {
    const auto mean = mean_of(*unary->operand, known);
    return mean && unary->op == hir::UnaryOperator::Negate ? std::optional(-*mean) : std::nullopt;
  }
  if (const auto* const binary = std::get_if<hir::Binary>(&expression.node)) {
    return mean_of_binary(*binary, known, expression.type);
  }
  if (const auto* const convert = std::get_if<hir::Convert>(&expression.node)) {
    const bool widens = convert->operand->type == hir::Type::Int && expression.type == hir::Type::Float;
    return widens ? mean_of(*convert->operand, known) : std::nullopt;
  }
  if (const auto* const either = std::get_if<hir::Conditional>(&expression.node)) {
    const auto p = probability_of(*either->condition, known);
    const auto then = mean_of(*either->then, known);
    const auto otherwise = mean_of(*either->otherwise, known);
    if (p && then && otherwise && random_locals(*either->condition, known).empty()) {
      return *p * *then + (1 - *p) * *otherwise;
    }
  }
  return std::nullopt;
}

std::optional<double> probability_of(const hir::Expression& condition, const Knowledge& known) {
  if (const auto* const constant = std::get_if<hir::Constant>(&condition.node)) {
    const bool* const truth = std::get_if<bool>(&constant->value);
    return truth == nullptr ? std::nullopt : std::optional<double>(*truth ? 1 : 0);
  }
  if (const auto* const unary = std::get_if<hir::Unary>(&condition.node)) {
    const auto operand = probability_of(*unary->operand, known);
    return operand ? std::optional(1 - *operand) : std::nullopt;
  }
  const auto* const binary = std::get_if<hir::Binary>(&condition.node);
  if (binary == nullptr) return std::nullopt;
  if (binary->op == BinaryOperator::And || binary->op == BinaryOperator::Or) return both(*binary, known);
  const auto comparison = comparison_of(*binary, known);
  if (!comparison) return std::nullopt;
  return compare(comparison->range, comparison->op, comparison->limit);
}

std::optional<double> repeated_probability_of(const hir::Expression& condition, const Knowledge& known) {
  return random_locals(condition, known).empty() ? probability_of(condition, known) : std::nullopt;
}

void assume(Knowledge& known, const hir::Expression& condition, bool holds) {
  if (const auto* const unary = std::get_if<hir::Unary>(&condition.node)) {
    assume(known, *unary->operand, !holds);
    return;
  }
  const auto* const binary = std::get_if<hir::Binary>(&condition.node);
  if (binary == nullptr) return;
  const auto comparison = comparison_of(*binary, known);
  if (comparison) {
    const auto* const local = std::get_if<hir::LocalReference>(&comparison->value->node);
    if (local == nullptr) return;
    const BinaryOperator op = holds ? comparison->op : negated(comparison->op);
    known.narrow(local->local, narrowed(comparison->range, op, comparison->limit));
    return;
  }
  // Both sides hold where `and` does, and fail where `or` does; in all other cases what is left is no range.
  if (binary->op == (holds ? BinaryOperator::And : BinaryOperator::Or)) {
    assume(known, *binary->left, holds);
    assume(known, *binary->right, holds);
    return;
  }
  for (const hir::LocalId local : random_locals(condition, known)) known.narrow(local, std::nullopt);
}

}  // namespace nest::mix
