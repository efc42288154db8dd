#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "compiler/hir/program.h"

// HIR by hand, in as few words as the language itself. Spans point to the place `at` bytes into the first
// file.

namespace nest::test::build {

using hir::BinaryOperator;
using hir::Encoding;
using hir::Expression;
using hir::ExpressionPtr;
using hir::Type;

inline Span span(std::uint32_t at) { return Span{.file = {}, .begin = at, .length = 1}; }

template <typename Node>
ExpressionPtr expression(Type type, Node node, std::uint32_t at = 0) {
  auto made = std::make_unique<Expression>();
  made->type = type;
  made->span = span(at);
  made->node = std::move(node);
  return made;
}

inline ExpressionPtr number(std::int64_t value) { return expression(Type::Int, hir::Constant{value}); }
inline ExpressionPtr duration(std::int64_t value) { return expression(Type::Duration, hir::Constant{value}); }
inline ExpressionPtr real(double value) { return expression(Type::Float, hir::Constant{value}); }
inline ExpressionPtr truth(bool value) { return expression(Type::Bool, hir::Constant{value}); }
inline ExpressionPtr text(std::string value) {
  return expression(Type::String, hir::Constant{std::move(value)});
}
inline ExpressionPtr json(std::string value) {
  hir::Render render;
  render.text.parts.emplace_back(std::move(value));
  return expression(Type::Json, std::move(render));
}
inline ExpressionPtr local(std::uint32_t id, Type type) {
  return expression(type, hir::LocalReference{hir::LocalId(id)});
}
inline ExpressionPtr state(std::uint32_t id, Type type) {
  return expression(type, hir::StateReference{hir::StateId(id)});
}
inline ExpressionPtr context(hir::ContextField field) {
  return expression(Type::Int, hir::ContextReference{field});
}

inline ExpressionPtr unary(hir::UnaryOperator op, ExpressionPtr operand, std::uint32_t at = 0) {
  const Type type = operand->type;
  return expression(type, hir::Unary{op, std::move(operand)}, at);
}
inline ExpressionPtr binary(Type type, ExpressionPtr left, BinaryOperator op, ExpressionPtr right,
                            std::uint32_t at = 0) {
  return expression(type, hir::Binary{op, std::move(left), std::move(right)}, at);
}
inline ExpressionPtr compare(ExpressionPtr left, BinaryOperator op, ExpressionPtr right,
                             std::uint32_t at = 0) {
  return binary(Type::Bool, std::move(left), op, std::move(right), at);
}
inline ExpressionPtr conditional(ExpressionPtr condition, ExpressionPtr then, ExpressionPtr otherwise) {
  const Type type = then->type;
  return expression(type, hir::Conditional{std::move(condition), std::move(then), std::move(otherwise)});
}
inline ExpressionPtr coalesce(ExpressionPtr left, ExpressionPtr right) {
  const Type type = right->type;
  return expression(type, hir::Coalesce{std::move(left), std::move(right)});
}
inline ExpressionPtr convert(ExpressionPtr operand, Type to, std::uint32_t at = 0) {
  return expression(to, hir::Convert{std::move(operand)}, at);
}
template <typename... Steps>
ExpressionPtr path(ExpressionPtr base, std::uint32_t at, Steps... steps) {
  hir::JsonPath node;
  node.base = std::move(base);
  (node.steps.emplace_back(std::move(steps)), ...);
  node.text = ".path";
  return expression(Type::Json, std::move(node), at);
}
template <typename... Arguments>
ExpressionPtr call(Type type, hir::Builtin builtin, std::uint32_t at, Arguments... arguments) {
  hir::BuiltinCall node;
  node.builtin = builtin;
  (node.arguments.push_back(std::move(arguments)), ...);
  return expression(type, std::move(node), at);
}
inline ExpressionPtr field(std::uint32_t response, hir::ResponseField which, Type type) {
  return expression(type, hir::ResponseValue{local(response, Type::Response), which});
}

/// A template of texts and holes: pieces("/a/", hole(number(1))).
inline hir::TemplatePart piece(const char* value) { return std::string(value); }
inline hir::TemplatePart piece(hir::Hole value) { return value; }
inline hir::Hole hole(ExpressionPtr value, Encoding encoding = Encoding::Plain) {
  return {.encoding = encoding, .value = std::move(value)};
}
template <typename... Pieces>
hir::Template pieces(Pieces... all) {
  hir::Template result;
  (result.parts.push_back(piece(std::move(all))), ...);
  return result;
}
template <typename... Pieces>
ExpressionPtr render(Type type, std::uint32_t at, Pieces... all) {
  return expression(type, hir::Render{pieces(std::move(all)...)}, at);
}

template <typename Node>
hir::Statement statement(Node node, std::uint32_t at = 0) {
  hir::Statement made;
  made.span = span(at);
  made.node = std::move(node);
  return made;
}
template <typename... Statements>
hir::Block block(Statements... statements) {
  hir::Block result;
  (result.push_back(std::move(statements)), ...);
  return result;
}
inline hir::Statement set(std::uint32_t id, ExpressionPtr value) {
  return statement(hir::SetLocal{hir::LocalId(id), std::move(value)});
}
inline hir::Statement set_state(std::uint32_t id, ExpressionPtr value, std::uint32_t at = 0) {
  return statement(hir::SetState{hir::StateId(id), std::move(value)}, at);
}
inline hir::Statement log(ExpressionPtr message) { return statement(hir::Log{std::move(message)}); }
/// Logs a value of any scalar type.
inline hir::Statement show(ExpressionPtr value) {
  return log(render(Type::String, 0, "=", hole(std::move(value))));
}
inline hir::Statement sleep(std::int64_t nanoseconds) { return statement(hir::Sleep{duration(nanoseconds)}); }
inline hir::Check condition(std::uint32_t id, ExpressionPtr holds, bool require = false) {
  return {.check = hir::CheckId(id), .condition = std::move(holds), .require = require};
}
inline hir::Statement check(std::uint32_t id, ExpressionPtr holds, bool require = false) {
  return statement(condition(id, std::move(holds), require));
}
template <typename... Checks>
hir::Statement request(std::uint32_t id, std::uint32_t result, Checks... checks) {
  hir::RequestStatement node;
  node.request = hir::RequestId(id);
  node.result = hir::LocalId(result);
  (node.checks.push_back(std::move(checks)), ...);
  return statement(std::move(node));
}
inline hir::Statement leave(hir::LeaveKind kind) { return statement(hir::Leave{kind}); }

/// `GET url`, recorded under row 0.
inline hir::Request get(hir::Template url, std::uint32_t at = 0) {
  hir::Request made;
  made.span = span(at);
  made.url = std::move(url);
  return made;
}

/// A program of one taskset with one task, which runs function 0 with these locals and this body.
inline hir::Program program(std::vector<Type> locals, hir::Block body) {
  hir::Program made;
  hir::Function& function = made.functions.emplace_back();
  function.symbol = "file.Set.task";
  function.kind = hir::FunctionKind::Task;
  for (const Type type : locals) function.locals.push_back({.name = "", .type = type});
  function.body = std::move(body);
  hir::Taskset& taskset = made.tasksets.emplace_back();
  taskset.name = "Set";
  taskset.full_name = "file.Set";
  taskset.picks.push_back({.target = hir::TaskId(0), .weight = 1, .transitions = {}});
  hir::Task& task = made.tasks.emplace_back();
  task.name = "task";
  task.full_name = "file.Set.task";
  made.rows.push_back({.method = hir::Method::Get, .name = "/"});
  return made;
}

}  // namespace nest::test::build
