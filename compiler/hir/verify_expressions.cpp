#include <algorithm>

#include "compiler/hir/overloaded.h"
#include "compiler/hir/verifier.h"

namespace nest::hir {
namespace {

bool is_number(Type type) { return type == Type::Int || type == Type::Float; }

bool fits_in_hole(Type type) {
  return !type.is_optional() && type != Type::Void && type != Type::Response && type != Type::Row;
}

}  // namespace

bool constant_has_type(const Constant& constant, Type type) {
  if (type.is_optional()) return false;
  switch (type) {
    case Type::Int:
    case Type::Duration:
      return std::holds_alternative<std::int64_t>(constant.value);
    case Type::Float:
      return std::holds_alternative<double>(constant.value);
    case Type::Bool:
      return std::holds_alternative<bool>(constant.value);
    case Type::String:
      return std::holds_alternative<std::string>(constant.value);
    case Type::List: {
      const auto* elements = std::get_if<std::vector<Constant>>(&constant.value);
      return elements != nullptr && std::ranges::all_of(*elements, [&](const Constant& element) {
               return constant_has_type(element, type.element());
             });
    }
    default:
      return false;
  }
}

namespace {

Type field_type(ResponseField field) {
  switch (field) {
    case ResponseField::Status:
    case ResponseField::Size:
      return Type::Int;
    case ResponseField::Time:
      return Type::Duration;
    case ResponseField::Json:
      return Type::Json;
    case ResponseField::Ok:
      return Type::Bool;
    default:
      return Type::String;
  }
}

}  // namespace

void Verifier::value(const ExpressionPtr& expression, Type type, std::string_view role) {
  if (!expect(expression != nullptr, "{} is absent", role)) return;
  expect(expression->type == type, "{} is {}, not {}", role, name(expression->type), name(type));
  this->expression(*expression);
}

void Verifier::value(const ExpressionPtr& expression, std::string_view role) {
  if (expect(expression != nullptr, "{} is absent", role)) this->expression(*expression);
}

void Verifier::expression(const Expression& e) {
  const auto gives = [&](Type type) {
    expect(e.type == type, "{} where {} is computed", name(e.type), name(type));
  };
  std::visit(Overloaded{
                 [&](const Constant& n) {
                   expect(constant_has_type(n, e.type), "a constant is no {}", name(e.type));
                 },
                 [&](const LocalReference& n) { local(n.local, e.type); },
                 [&](const StateReference& n) {
                   if (expect(index(n.state) < program_.states.size(), "a state is out of range")) {
                     gives(program_.states[index(n.state)].type);
                   }
                 },
                 [&](const GlobalReference& n) {
                   if (expect(index(n.global) < program_.globals.size(), "a global is out of range")) {
                     gives(program_.globals[index(n.global)].type);
                   }
                 },
                 [&](const ContextReference&) { gives(Type::Int); },
                 [&](const Render& n) {
                   expect(e.type == Type::String || e.type == Type::Json, "a render is {}", name(e.type));
                   text(n.text);
                 },
                 [&](const Unary& n) { value(n.operand, e.type, "an operand"); },
                 [&](const Binary& n) { binary(n, e.type); },
                 [&](const JsonEqual& n) {
                   gives(Type::Bool);
                   value(n.json, Type::Json, "the json side of a comparison");
                   value(n.other, "the other side of a comparison");
                 },
                 [&](const Conditional& n) {
                   value(n.condition, Type::Bool, "a condition");
                   value(n.then, e.type, "a branch");
                   value(n.otherwise, e.type, "a branch");
                 },
                 [&](const Coalesce& n) {
                   value(n.left, e.type, "the left of `??`");
                   value(n.right, e.type, "the right of `??`");
                 },
                 [&](const Convert& n) {
                   value(n.operand, "a converted value");
                   if (n.operand != nullptr) conversion(n.operand->type, e.type);
                 },
                 [&](const JsonPath& n) {
                   gives(Type::Json);
                   path(n);
                 },
                 [&](const ResponseValue& n) {
                   gives(field_type(n.field));
                   value(n.response, Type::Response, "a field's response");
                 },
                 [&](const ResponseHeader& n) {
                   gives(Type::String);
                   value(n.response, Type::Response, "a header's response");
                   value(n.name, Type::String, "a header's name");
                 },
                 [&](const ResponseFind& n) {
                   gives(n.all ? Type::list_of(Type::String) : Type(Type::String));
                   value(n.response, Type::Response, "a search's response");
                   if (const auto* known = std::get_if<PatternId>(&n.pattern)) {
                     expect(index(*known) < program_.patterns.size(), "a pattern is out of range");
                   } else {
                     value(std::get<ExpressionPtr>(n.pattern), Type::String, "a pattern");
                   }
                 },
                 [&](const BuiltinCall& n) { call(n, e.type); },
                 [&](const LibraryCall& n) {
                   expect(can_be_element(e.type) || e.type == Type::List, "a call gives {}", name(e.type));
                   for (const ExpressionPtr& argument : n.arguments) value(argument, "an argument");
                 },
                 [&](const SharedCall& n) { call(n, e.type); },
                 [&](const FunctionCall& n) { call(n, e.type); },
                 [&](const IsNull& n) {
                   gives(Type::Bool);
                   value(n.operand, "what is compared with null");
                   if (n.operand != nullptr)
                     expect(!n.operand->type.is_optional(), "{} is compared with null",
                            name(n.operand->type));
                 },
                 [&](const Absent&) { expect(e.type.is_optional(), "nothing is {}", name(e.type)); },
                 [&](const Keep& n) {
                   expect(e.type.is_optional(), "a value is kept as {}", name(e.type));
                   value(n.operand, e.type.value(), "what is kept");
                 },
                 [&](const Held& n) { value(n.operand, e.type.optional(), "an optional"); },
                 [&](const ListLiteral& n) {
                   expect(e.type == Type::List && (n.elements.empty() || can_be_element(e.type.element())),
                          "a list is {}", name(e.type));
                   for (const ExpressionPtr& element : n.elements) {
                     value(element, e.type.element(), "an element of a list");
                   }
                 },
                 [&](const ListElement& n) {
                   value(n.list, "an indexed list");
                   value(n.position, Type::Int, "the position in a list");
                   if (n.list != nullptr) {
                     expect(n.list->type == Type::List, "{} is indexed", name(n.list->type));
                     gives(n.list->type.element());
                   }
                 },
                 [&](const DataNext& n) {
                   suspends("a row");
                   expect(index(n.data) < program_.data.size(), "a data is out of range");
                   gives(Type::Row);
                 },
                 [&](const DataField& n) { field(n, e.type); },
                 [&](const DataSize& n) {
                   expect(index(n.data) < program_.data.size(), "a data is out of range");
                   gives(Type::Int);
                 },
             },
             e.node);
}

void Verifier::text(const Template& text) {
  bool after_text = false;
  for (const TemplatePart& part : text.parts) {
    const auto* constant = std::get_if<std::string>(&part);
    expect(constant == nullptr || (!constant->empty() && !after_text), "a template is not merged");
    after_text = constant != nullptr;
    if (constant != nullptr) continue;
    const ExpressionPtr& hole = std::get<Hole>(part).value;
    value(hole, "a hole");
    if (hole != nullptr) expect(fits_in_hole(hole->type), "a hole is {}", name(hole->type));
  }
}

void Verifier::binary(const Binary& binary, Type result) {
  value(binary.left, "a left side");
  value(binary.right, "a right side");
  if (binary.left == nullptr || binary.right == nullptr) return;
  const Type left = binary.left->type;
  const Type right = binary.right->type;
  const bool scales = binary.op == BinaryOperator::Multiply || binary.op == BinaryOperator::Divide;
  const bool scaled = left == Type::Duration && is_number(right) && scales;
  expect(left == right || scaled, "{} beside {}", name(left), name(right));
  if (binary.op >= BinaryOperator::Equal) {
    expect(result == Type::Bool, "a comparison is {}", name(result));
    expect(can_be_element(left) && left != Type::Json, "{} is compared", name(left));
    return;
  }
  const bool ratio = binary.op == BinaryOperator::Divide && left == Type::Duration && right == Type::Duration;
  expect(result == (ratio ? Type(Type::Float) : left), "{} where {} is computed", name(result), name(left));
  expect(is_number(left) || left == Type::Duration, "arithmetic with {}", name(left));
  expect(binary.op != BinaryOperator::Remainder || left == Type::Int, "a remainder of {}", name(left));
}

void Verifier::conversion(Type from, Type to) {
  const bool from_json =
      from == Type::Json && (is_number(to) || to == Type::Bool || to == Type::String || to == Type::List);
  const bool from_text = from == Type::String && is_number(to);
  const bool numbers = is_number(from) && is_number(to) && from != to;
  expect(from_json || from_text || numbers, "{} is converted to {}", name(from), name(to));
}

void Verifier::field(const DataField& field, Type result) {
  value(field.row, Type::Row, "a field's row");
  if (!expect(index(field.data) < program_.data.size(), "a data is out of range")) return;
  const Data& data = program_.data[index(field.data)];
  const bool is_json = data.format == DataFormat::Json;
  expect(result == (is_json ? Type::Json : Type::String), "a field of `{}` is {}", data.name, name(result));
  const std::size_t columns = data.format == DataFormat::Csv ? data.columns.size() : 1;
  expect(field.column < columns, "`{}` has no column {}", data.name, field.column);
}

void Verifier::call(const SharedCall& call, Type result) {
  suspends("a shared object");
  for (const ExpressionPtr& argument : call.arguments) value(argument, "an argument");
  if (!expect(index(call.object) < program_.shared.size(), "a shared object is out of range")) return;
  const Shared& object = program_.shared[index(call.object)];
  const auto is = [&](SharedKind kind, Type gives, std::vector<Type> takes) {
    expect(object.kind == kind, "a method of another kind than `{}`", object.name);
    expect(result == gives, "a method of `{}` gives {}", object.name, name(result));
    bool right = takes.size() == call.arguments.size();
    for (std::size_t i = 0; right && i < takes.size(); ++i) {
      right = call.arguments[i] != nullptr && call.arguments[i]->type == takes[i];
    }
    expect(right, "the arguments of a method of `{}` are wrong", object.name);
  };
  switch (call.method) {
    case SharedMethod::Next:
    case SharedMethod::Value:
      return is(SharedKind::Counter, Type::Int, {});
    case SharedMethod::Add:
      return is(SharedKind::Counter, Type::Int, {Type::Int});
    case SharedMethod::Put:
      return is(SharedKind::Queue, Type::Void, {object.element});
    case SharedMethod::Take:
      if (call.arguments.size() == 1) return is(SharedKind::Queue, object.element, {Type::Duration});
      [[fallthrough]];
    case SharedMethod::TryTake:
      return is(SharedKind::Queue, object.element, {});
    case SharedMethod::Size:
      return is(object.kind == SharedKind::Map ? SharedKind::Map : SharedKind::Queue, Type::Int, {});
    case SharedMethod::Get:
      return is(SharedKind::Map, object.element, {Type::String});
    case SharedMethod::Set:
      return is(SharedKind::Map, Type::Void, {Type::String, object.element});
    case SharedMethod::Remove:
      return is(SharedKind::Map, Type::Bool, {Type::String});
  }
}

void Verifier::call(const FunctionCall& call, Type result) {
  const auto own = static_cast<std::size_t>(function_ - program_.functions.data());
  if (!expect(index(call.function) < own, "a function is called that does not come before")) return;
  const Function& called = program_.functions[index(call.function)];
  expect(called.kind == FunctionKind::Function, "{} is called", called.symbol);
  expect(called.result == result, "{} gives {}", called.symbol, name(result));
  if (called.suspends) suspends("a call of one that does");
  if (!expect(called.parameters == call.arguments.size(), "{} has {} arguments", called.symbol,
              call.arguments.size()))
    return;
  for (std::size_t i = 0; i < call.arguments.size(); ++i)
    value(call.arguments[i], called.locals[i].type, "an argument");
}

void Verifier::call(const BuiltinCall& call, Type result) {
  const std::size_t wanted = call.builtin == Builtin::Random || call.builtin == Builtin::Contains ? 2 : 1;
  if (!expect(call.arguments.size() == wanted, "a call has {} arguments", call.arguments.size())) return;
  for (const ExpressionPtr& argument : call.arguments) value(argument, "an argument");
  const ExpressionPtr& first = call.arguments.front();
  if (first == nullptr || call.arguments.back() == nullptr) return;
  expect(call.arguments.back()->type == first->type || call.builtin == Builtin::Length,
         "arguments differ in type");
  switch (call.builtin) {
    case Builtin::Random:
      expect(result == first->type && (is_number(result) || result == Type::Duration), "random gives {}",
             name(result));
      break;
    case Builtin::Length:
      expect(result == Type::Int &&
                 (first->type == Type::String || first->type == Type::Json || first->type == Type::List),
             "len of {}", name(first->type));
      break;
    case Builtin::Environment:
    case Builtin::Secret:
      expect(result == Type::String && first->type == Type::String, "env of {}", name(first->type));
      break;
    case Builtin::Contains:
      expect(result == Type::Bool && first->type == Type::String, "contains of {}", name(first->type));
      break;
  }
}

void Verifier::path(const JsonPath& path) {
  value(path.base, Type::Json, "a path's base");
  expect(!path.steps.empty(), "a path has no steps");
  for (const PathStep& step : path.steps) {
    const auto* computed = std::get_if<ExpressionPtr>(&step);
    if (computed == nullptr) continue;
    value(*computed, "a path's step");
    if (*computed == nullptr) continue;
    expect((*computed)->type == Type::Int || (*computed)->type == Type::String, "a step is {}",
           name((*computed)->type));
  }
}

bool Verifier::local(LocalId id) {
  return expect(function_ != nullptr && index(id) < function_->locals.size(), "a local is out of range");
}

void Verifier::local(LocalId id, Type type) {
  if (!local(id)) return;
  const Local& found = function_->locals[index(id)];
  expect(found.type == type, "local {} is {}, not {}", found.name, name(found.type), name(type));
}

}  // namespace nest::hir
