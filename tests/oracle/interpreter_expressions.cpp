#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "runtime/values/render.h"
#include "tests/oracle/interpreter.h"

namespace nest::oracle {

using hir::BinaryOperator;
using hir::Type;

namespace {

std::uint32_t kind_of(Type element) {
  switch (element) {
    case Type::Int:
      return NEST_INT;
    case Type::Float:
      return NEST_FLOAT;
    case Type::Bool:
      return NEST_BOOL;
    case Type::String:
      return NEST_STRING;
    default:
      return NEST_JSON;
  }
}

template <typename T>
bool compare(BinaryOperator op, const T& left, const T& right) {
  switch (op) {
    case BinaryOperator::Equal:
      return left == right;
    case BinaryOperator::NotEqual:
      return left != right;
    case BinaryOperator::Less:
      return left < right;
    case BinaryOperator::LessEqual:
      return left <= right;
    case BinaryOperator::Greater:
      return left > right;
    default:
      return left >= right;
  }
}

bool is_comparison(BinaryOperator op) {
  return op >= BinaryOperator::Equal && op <= BinaryOperator::GreaterEqual;
}

}  // namespace

void Interpreter::demand(nest_status status, Span span) {
  if (status == NEST_OK) return;
  std::string message(task_->failure.message);
  nest_forgive(task_->as_nest_user());
  throw Failure{status, std::move(message), span};
}

void Interpreter::arithmetic(std::uint32_t what, Span span) {
  demand(nest_fail_arithmetic(task_->as_nest_user(), what), span);
  throw std::logic_error("nest_fail_arithmetic gave NEST_OK");
}

Interpreter::Value Interpreter::value(const hir::Expression& expression) {
  return std::visit([&](const auto& one) { return node(one, expression); }, expression.node);
}

Interpreter::Value Interpreter::node(const hir::Constant& constant, const hir::Expression&) {
  return from_constant(constant);
}

Interpreter::Value Interpreter::node(const hir::LocalReference& local, const hir::Expression&) {
  return locals_.at(hir::index(local.local));
}

Interpreter::Value Interpreter::node(const hir::StateReference& state, const hir::Expression&) {
  return states_.at(state.state);
}

Interpreter::Value Interpreter::node(const hir::GlobalReference& global, const hir::Expression&) {
  return from_constant(program_->globals[hir::index(global.global)].value);
}

Interpreter::Value Interpreter::node(const hir::ContextReference& field, const hir::Expression&) {
  return field.field == hir::ContextField::UserId ? task_->context.user_id : task_->context.iteration;
}

std::vector<nest_value> Interpreter::holes(const hir::Template& text) {
  std::vector<nest_value> values;
  for (const hir::TemplatePart& part : text.parts) {
    if (const auto* hole = std::get_if<hir::Hole>(&part)) values.push_back(as_abi(*hole->value));
  }
  return values;
}

std::string Interpreter::render(const hir::Template& text, const std::vector<nest_value>& values, Span span) {
  std::vector<nest_part> parts;
  std::uint32_t hole_number = 0;
  for (const hir::TemplatePart& part : text.parts) {
    if (const auto* hole = std::get_if<hir::Hole>(&part)) {
      parts.push_back(
          {static_cast<std::uint32_t>(hole->encoding) + NEST_PART_PLAIN, hole_number++, {nullptr, 0}});
    } else {
      const auto& constant = std::get<std::string>(part);
      parts.push_back({NEST_PART_TEXT, 0, {constant.data(), constant.size()}});
    }
  }
  const nest_template built{parts.data(), parts.size()};
  nest_str out{};
  demand(nest_render(task_->as_nest_user(), &built, values.data(), &out), span);
  return {out.data, out.size};
}

Interpreter::Value Interpreter::node(const hir::Render& r, const hir::Expression& whole) {
  const auto values = holes(r.text);
  return render(r.text, values, whole.span);
}

Interpreter::Value Interpreter::node(const hir::Unary& unary, const hir::Expression& whole) {
  const Value operand = value(*unary.operand);
  if (unary.op == hir::UnaryOperator::Not) return !std::get<bool>(operand);
  if (whole.type == Type::Float) return -std::get<double>(operand);
  const auto number = std::get<std::int64_t>(operand);
  if (number == std::numeric_limits<std::int64_t>::min()) arithmetic(NEST_ARITHMETIC_OVERFLOW, whole.span);
  return -number;
}

Interpreter::Value Interpreter::whole_numbers(BinaryOperator op, std::int64_t left, std::int64_t right,
                                              Span span) {
  if (is_comparison(op)) return compare(op, left, right);
  std::int64_t result = 0;
  bool overflow = false;
  switch (op) {
    case BinaryOperator::Add:
      overflow = __builtin_add_overflow(left, right, &result);
      break;
    case BinaryOperator::Subtract:
      overflow = __builtin_sub_overflow(left, right, &result);
      break;
    case BinaryOperator::Multiply:
      overflow = __builtin_mul_overflow(left, right, &result);
      break;
    default:
      if (right == 0) arithmetic(NEST_ARITHMETIC_DIVISION_BY_ZERO, span);
      if (right == -1) {  // -left may not fit; the remainder is 0 even then
        if (op == BinaryOperator::Divide) overflow = __builtin_sub_overflow(std::int64_t{0}, left, &result);
      } else {
        result = op == BinaryOperator::Divide ? left / right : left % right;
      }
  }
  if (overflow) arithmetic(NEST_ARITHMETIC_OVERFLOW, span);
  return result;
}

Interpreter::Value Interpreter::real_numbers(BinaryOperator op, double left, double right, Span span) {
  if (is_comparison(op)) return compare(op, left, right);
  switch (op) {
    case BinaryOperator::Add:
      return left + right;
    case BinaryOperator::Subtract:
      return left - right;
    case BinaryOperator::Multiply:
      return left * right;
    default:
      if (right == 0) arithmetic(NEST_ARITHMETIC_DIVISION_BY_ZERO, span);
      return op == BinaryOperator::Divide ? left / right : std::fmod(left, right);
  }
}

Interpreter::Value Interpreter::durations(const hir::Binary& binary, const hir::Expression& whole,
                                          const Value& left, const Value& right) {
  const auto real = [](const Value& v) {
    const auto* f = std::get_if<double>(&v);
    return f != nullptr ? *f : static_cast<double>(std::get<std::int64_t>(v));
  };
  const bool mixed = std::holds_alternative<double>(left) || std::holds_alternative<double>(right);
  if (whole.type == Type::Float) return real_numbers(binary.op, real(left), real(right), whole.span);
  if (!mixed) {
    return whole_numbers(binary.op, std::get<std::int64_t>(left), std::get<std::int64_t>(right), whole.span);
  }
  const double result = std::get<double>(real_numbers(binary.op, real(left), real(right), whole.span));
  if (!(result >= -0x1p63 && result < 0x1p63)) arithmetic(NEST_ARITHMETIC_NOT_AN_INT, whole.span);
  return static_cast<std::int64_t>(result);
}

Interpreter::Value Interpreter::node(const hir::Binary& binary, const hir::Expression& whole) {
  if (binary.op == BinaryOperator::And) return boolean(*binary.left) && boolean(*binary.right);
  if (binary.op == BinaryOperator::Or) return boolean(*binary.left) || boolean(*binary.right);
  const Value left = value(*binary.left);
  const Value right = value(*binary.right);
  if (binary.left->type == Type::Duration || binary.right->type == Type::Duration) {
    if (is_comparison(binary.op))
      return compare(binary.op, std::get<std::int64_t>(left), std::get<std::int64_t>(right));
    return durations(binary, whole, left, right);
  }
  if (const auto* number = std::get_if<std::int64_t>(&left)) {
    return whole_numbers(binary.op, *number, std::get<std::int64_t>(right), whole.span);
  }
  if (const auto* number = std::get_if<double>(&left)) {
    return real_numbers(binary.op, *number, std::get<double>(right), whole.span);
  }
  if (const auto* truth = std::get_if<bool>(&left)) return compare(binary.op, *truth, std::get<bool>(right));
  return compare(binary.op, std::get<std::string>(left), std::get<std::string>(right));
}

Interpreter::Value Interpreter::node(const hir::JsonEqual& equal, const hir::Expression& whole) {
  const nest_str json = task_->arena.copy(text(*equal.json));
  const nest_value other = as_abi(*equal.other);
  const std::int32_t result = nest_json_equal(task_->as_nest_user(), json.data, json.size, &other);
  if (result < 0) demand(NEST_FAILED, whole.span);
  return (result == 1) != equal.negated;
}

Interpreter::Value Interpreter::node(const hir::Conditional& conditional, const hir::Expression&) {
  return value(boolean(*conditional.condition) ? *conditional.then : *conditional.otherwise);
}

Interpreter::Value Interpreter::node(const hir::Coalesce& coalesce, const hir::Expression& whole) {
  try {
    Value left = value(*coalesce.left);
    if (whole.type != Type::Json) return left;
    const nest_str json = task_->arena.copy(std::get<std::string>(left));
    demand(nest_json_present(task_->as_nest_user(), json.data, json.size), coalesce.left->span);
    return left;
  } catch (const Failure& failure) {
    if (failure.kind != NEST_MISSING) throw;
    return value(*coalesce.right);
  }
}

Interpreter::Value Interpreter::node(const hir::IsNull& node, const hir::Expression&) {
  try {
    const Value operand = value(*node.operand);
    if (node.operand->type == Type::Json) {
      const nest_str json = task_->arena.copy(std::get<std::string>(operand));
      demand(nest_json_present(task_->as_nest_user(), json.data, json.size), node.operand->span);
    }
    return node.negated;
  } catch (const Failure& failure) {
    if (failure.kind != NEST_MISSING) throw;
    return !node.negated;
  }
}

Interpreter::Value Interpreter::node(const hir::Convert& convert, const hir::Expression& whole) {
  const Value operand = value(*convert.operand);
  if (const auto* number = std::get_if<std::int64_t>(&operand)) return static_cast<double>(*number);
  if (const auto* number = std::get_if<double>(&operand)) {
    if (!(*number >= -0x1p63 && *number < 0x1p63)) arithmetic(NEST_ARITHMETIC_NOT_AN_INT, whole.span);
    return static_cast<std::int64_t>(*number);
  }
  const nest_str from = task_->arena.copy(std::get<std::string>(operand));
  nest_user* user = task_->as_nest_user();
  const bool json = convert.operand->type == Type::Json;
  std::int64_t whole_number = 0;
  double real = 0;
  std::int32_t truth = 0;
  nest_list list{};
  nest_str out{};
  switch (whole.type) {
    case Type::Int:
      demand(json ? nest_json_to_int(user, from.data, from.size, &whole_number)
                  : nest_string_to_int(user, from.data, from.size, &whole_number),
             whole.span);
      return whole_number;
    case Type::Float:
      demand(json ? nest_json_to_float(user, from.data, from.size, &real)
                  : nest_string_to_float(user, from.data, from.size, &real),
             whole.span);
      return real;
    case Type::Bool:
      demand(nest_json_to_bool(user, from.data, from.size, &truth), whole.span);
      return truth != 0;
    case Type::List:
      demand(nest_json_to_list(user, from.data, from.size, kind_of(whole.type.element()), &list), whole.span);
      return from_abi(list);
    default:
      demand(nest_json_to_string(user, from.data, from.size, &out), whole.span);
      return std::string(out.data, out.size);
  }
}

Interpreter::Value Interpreter::node(const hir::JsonPath& path, const hir::Expression& whole) {
  const nest_str json = task_->arena.copy(text(*path.base));
  std::vector<nest_step> steps;
  std::vector<nest_value> values;
  for (const hir::PathStep& step : path.steps) {
    const auto hole = static_cast<std::uint32_t>(values.size());
    if (const auto* key = std::get_if<std::string>(&step)) {
      steps.push_back({NEST_STEP_KEY, 0, 0, {key->data(), key->size()}});
    } else if (const auto* index = std::get_if<std::int64_t>(&step)) {
      steps.push_back({NEST_STEP_INDEX, 0, *index, {nullptr, 0}});
    } else {
      const auto& expression = *std::get<hir::ExpressionPtr>(step);
      steps.push_back({expression.type == Type::Int ? static_cast<std::uint32_t>(NEST_STEP_INDEX_HOLE)
                                                    : static_cast<std::uint32_t>(NEST_STEP_KEY_HOLE),
                       hole,
                       0,
                       {nullptr, 0}});
      values.push_back(as_abi(expression));
    }
  }
  const nest_path walk{steps.data(), steps.size(), {path.text.data(), path.text.size()}};
  nest_str out{};
  demand(nest_json_get(task_->as_nest_user(), json.data, json.size, &walk, values.data(), &out), whole.span);
  return std::string(out.data, out.size);
}

Interpreter::Value Interpreter::node(const hir::ResponseValue& field, const hir::Expression&) {
  const auto& response = *std::get<const nest_response*>(value(*field.response));
  switch (field.field) {
    case hir::ResponseField::Status:
      return response.status;
    case hir::ResponseField::Time:
      return response.time;
    case hir::ResponseField::Size:
      return response.size;
    case hir::ResponseField::Ok:
      return response.ok != 0;
    case hir::ResponseField::Url:
      return std::string(response.url.data, response.url.size);
    default:
      return std::string(response.body.data, response.body.size);
  }
}

Interpreter::Value Interpreter::node(const hir::ResponseHeader& header, const hir::Expression& whole) {
  const auto* response = std::get<const nest_response*>(value(*header.response));
  const nest_str name = task_->arena.copy(text(*header.name));
  nest_str out{};
  demand(nest_response_header(task_->as_nest_user(), response, name.data, name.size, &out), whole.span);
  return std::string(out.data, out.size);
}

// The pattern as text, whether the program knows it or not: a known one has to do the same.
Interpreter::Value Interpreter::node(const hir::ResponseFind& find, const hir::Expression& whole) {
  const auto* response = std::get<const nest_response*>(value(*find.response));
  const auto* known = std::get_if<hir::PatternId>(&find.pattern);
  const std::string pattern = known != nullptr ? program_->patterns.at(hir::index(*known))
                                               : text(*std::get<hir::ExpressionPtr>(find.pattern));
  nest_user* user = task_->as_nest_user();
  const nest_str& body = response->body;
  if (find.all) {
    nest_list all{};
    demand(nest_find_all(user, body.data, body.size, NEST_NONE, pattern.data(), pattern.size(), &all),
           whole.span);
    return from_abi(all);
  }
  nest_str out{};
  demand(nest_find(user, body.data, body.size, NEST_NONE, pattern.data(), pattern.size(), &out), whole.span);
  return std::string(out.data, out.size);
}

Interpreter::Value Interpreter::node(const hir::BuiltinCall& call, const hir::Expression& whole) {
  nest_user* user = task_->as_nest_user();
  const hir::Expression& first = *call.arguments.at(0);
  if (call.builtin == hir::Builtin::Random && first.type == Type::Float) {
    const double low = std::get<double>(value(first));
    const double high = std::get<double>(value(*call.arguments.at(1)));
    double out = 0;
    demand(nest_random_float(user, low, high, &out), whole.span);
    return out;
  }
  if (call.builtin == hir::Builtin::Random) {
    const std::int64_t low = integer(first);
    const std::int64_t high = integer(*call.arguments.at(1));
    std::int64_t out = 0;
    demand(nest_random_int(user, low, high, &out), whole.span);
    return out;
  }
  if (first.type == Type::List) return static_cast<std::int64_t>(std::get<List>(value(first)).size());
  const nest_str subject = task_->arena.copy(text(first));
  if (call.builtin == hir::Builtin::Length && first.type == Type::String) {
    return nest_string_length(subject.data, subject.size);
  }
  if (call.builtin == hir::Builtin::Length) {
    std::int64_t out = 0;
    demand(nest_json_length(user, subject.data, subject.size, &out), whole.span);
    return out;
  }
  if (call.builtin == hir::Builtin::Environment || call.builtin == hir::Builtin::Secret) {
    nest_str out{};
    demand(nest_env(user, subject.data, subject.size, &out), whole.span);
    return std::string(out.data, out.size);
  }
  const nest_str part = task_->arena.copy(text(*call.arguments.at(1)));
  return nest_string_contains(subject.data, subject.size, part.data, part.size) != 0;
}

Interpreter::Value Interpreter::node(const hir::LibraryCall& call, const hir::Expression& whole) {
  std::vector<nest_value> arguments;
  for (const hir::ExpressionPtr& argument : call.arguments) arguments.push_back(as_abi(*argument));
  nest_value out{};
  demand(nest_library_call(task_->as_nest_user(), call.function, arguments.data(),
                           static_cast<std::uint32_t>(arguments.size()), &out),
         whole.span);
  return from_abi(out);
}

}  // namespace nest::oracle
