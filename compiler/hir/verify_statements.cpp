#include "compiler/hir/overloaded.h"
#include "compiler/hir/verifier.h"

namespace nest::hir {

void Verifier::function(const Function& function) {
  where_ = function.symbol;
  function_ = &function;
  block(function.body, 0);
  function_ = nullptr;
}

void Verifier::block(const Block& block, int loops) {
  for (const Statement& each : block) statement(each, loops);
}

void Verifier::statement(const Statement& statement, int loops) {
  std::visit(Overloaded{
                 [&](const SetLocal& n) {
                   if (local(n.local))
                     value(n.value, function_->locals[index(n.local)].type, "a local's value");
                 },
                 [&](const SetState& n) {
                   const bool known =
                       expect(index(n.state) < program_.states.size(), "a state is out of range");
                   if (known) value(n.value, program_.states[index(n.state)].type, "a state's value");
                 },
                 [&](const Check& n) { check(n); },
                 [&](const RequestStatement& n) { perform(n); },
                 [&](const Evaluate& n) { value(n.value, "a statement's value"); },
                 [&](const If& n) {
                   value(n.condition, Type::Bool, "an `if`'s condition");
                   expect(!n.likelihood || (*n.likelihood >= 0 && *n.likelihood <= 1),
                          "a likelihood is out of range");
                   block(n.then, loops);
                   block(n.otherwise, loops);
                 },
                 [&](const While& n) {
                   value(n.condition, Type::Bool, "a `while`'s condition");
                   block(n.body, loops + 1);
                 },
                 [&](const ForRange& n) {
                   local(n.variable, Type::Int);
                   value(n.first, Type::Int, "a range's first");
                   value(n.last, Type::Int, "a range's last");
                   block(n.body, loops + 1);
                 },
                 [&](const ForEach& n) {
                   local(n.variable, Type::Json);
                   value(n.list, Type::Json, "a `for`'s list");
                   block(n.body, loops + 1);
                 },
                 [&](const Repeat& n) {
                   value(n.count, Type::Int, "a `repeat`'s count");
                   block(n.body, loops + 1);
                 },
                 [&](const Break&) { expect(loops > 0, "`break` outside a loop"); },
                 [&](const Continue&) { expect(loops > 0, "`continue` outside a loop"); },
                 [&](const Sleep& n) { value(n.duration, Type::Duration, "a `sleep`'s duration"); },
                 [&](const Log& n) { value(n.message, Type::String, "a `log`'s message"); },
                 [&](const Fail& n) { value(n.message, Type::String, "a `fail`'s message"); },
                 [](const Leave&) {},
                 [&](const Release& n) {
                   if (expect(index(n.data) < program_.data.size(), "a data is out of range")) {
                     expect(program_.data[index(n.data)].policy == DataPolicy::Unique,
                            "rows that are not claimed are released");
                   }
                   if (n.row != nullptr) value(n.row, Type::Row, "a released row");
                 },
             },
             statement.node);
}

void Verifier::check(const Check& check) {
  expect(index(check.check) < program_.checks.size(), "a check is out of range");
  value(check.condition, Type::Bool, "a check's condition");
}

void Verifier::perform(const RequestStatement& request) {
  local(request.result, Type::Response);
  if (!expect(index(request.request) < program_.requests.size(), "a request is out of range")) return;
  ++performed_[index(request.request)];
  const Request& table = program_.requests[index(request.request)];
  text(table.url);
  text(table.headers);
  text(table.body);
  if (request.timeout != nullptr) value(request.timeout, Type::Duration, "a request's timeout");
  for (const Check& each : request.checks) check(each);
}

}  // namespace nest::hir
