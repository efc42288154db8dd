// Lists, and values on their way to the runtime's own leaf operations and back.

#include <fmt/format.h>

#include "compiler/hir/overloaded.h"
#include "runtime/values/list.h"
#include "runtime/values/text.h"
#include "tests/oracle/interpreter.h"

namespace nest::oracle {

using hir::Type;

nest_value Interpreter::as_abi(const Value& value, Type type) {
  switch (type) {
    case Type::Int:
      return value_of_int(std::get<std::int64_t>(value));
    case Type::Duration:
      return {NEST_DURATION, {.i = std::get<std::int64_t>(value)}};
    case Type::Float:
      return value_of_float(std::get<double>(value));
    case Type::Bool:
      return value_of_bool(std::get<bool>(value));
    case Type::List: {
      const List& list = std::get<List>(value);
      nest_value* items = try_items(task_->arena, list.size());
      for (std::size_t i = 0; i < list.size(); ++i) items[i] = as_abi(list[i], type.element());
      return {NEST_LIST, {.l = {items, list.size()}}};
    }
    default: {
      const nest_str copy = task_->arena.copy(std::get<std::string>(value));
      return {type == Type::Json ? std::uint64_t{NEST_JSON} : std::uint64_t{NEST_STRING}, {.s = copy}};
    }
  }
}

Interpreter::Value Interpreter::from_abi(const nest_list& list) {
  List values;
  for (const nest_value& item : items_of(list)) values.push_back(from_abi(item));
  return values;
}

Interpreter::Value Interpreter::from_abi(const nest_value& value) {
  switch (value.kind) {
    case NEST_INT:
    case NEST_DURATION:
      return value.as.i;
    case NEST_FLOAT:
      return value.as.f;
    case NEST_BOOL:
      return value.as.i != 0;
    case NEST_LIST:
      return from_abi(value.as.l);
    default:
      return std::string(view_of(value.as.s));
  }
}

Interpreter::Value Interpreter::from_constant(const hir::Constant& constant) {
  return std::visit(hir::Overloaded{
                        [](const std::vector<hir::Constant>& elements) -> Value {
                          List values;
                          for (const hir::Constant& element : elements)
                            values.push_back(from_constant(element));
                          return values;
                        },
                        [](const auto& value) -> Value { return value; },
                    },
                    constant.value);
}

Interpreter::List Interpreter::elements(const hir::Expression& list) {
  const Value value = this->value(list);
  if (list.type == Type::List) return std::get<List>(value);
  const nest_str json = task_->arena.copy(std::get<std::string>(value));
  nest_list items{};
  demand(nest_json_elements(task_->as_nest_user(), json.data, json.size, &items), list.span);
  return std::get<List>(from_abi(items));
}

Interpreter::Value Interpreter::node(const hir::ListLiteral& literal, const hir::Expression&) {
  List values;
  for (const hir::ExpressionPtr& element : literal.elements) values.push_back(value(*element));
  return values;
}

Interpreter::Value Interpreter::node(const hir::ListElement& element, const hir::Expression& whole) {
  const List list = std::get<List>(value(*element.list));
  const std::int64_t position = integer(*element.position);
  if (position >= 0 && static_cast<std::size_t>(position) < list.size()) {
    return list[static_cast<std::size_t>(position)];
  }
  throw Failure{NEST_MISSING, fmt::format("there is no element {} in a list of {}", position, list.size()),
                whole.span};
}

}  // namespace nest::oracle
