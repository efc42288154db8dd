#include "compiler/hir/overloaded.h"
#include "compiler/hir/verifier.h"

namespace nest::hir {

void Verifier::function(const Function& function) {
  where_ = function.symbol;
  function_ = &function;
  expect(function.parameters <= function.locals.size(), "it has more parameters than locals");
  block(function.body, 0);
  function_ = nullptr;
}

void Verifier::block(const Block& block, int loops) {
  for (const Statement& each : block) statement(each, loops);
}

void Verifier::statement(const Statement& statement, int loops) {
  std::visit(
      Overloaded{
          [&](const SetLocal& n) {
            if (local(n.local)) value(n.value, function_->locals[index(n.local)].type, "a local's value");
          },
          [&](const SetState& n) {
            const bool known = expect(index(n.state) < program_.states.size(), "a state is out of range");
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
            suspends("a loop");
            value(n.condition, Type::Bool, "a `while`'s condition");
            block(n.body, loops + 1);
          },
          [&](const ForRange& n) {
            suspends("a loop");
            local(n.variable, Type::Int);
            value(n.first, Type::Int, "a range's first");
            value(n.last, Type::Int, "a range's last");
            block(n.body, loops + 1);
          },
          [&](const ForEach& n) {
            suspends("a loop");
            const bool is_list = n.list != nullptr && n.list->type == Type::List;
            local(n.variable, is_list ? n.list->type.element() : Type(Type::Json));
            value(n.list, is_list ? n.list->type : Type(Type::Json), "a `for`'s list");
            block(n.body, loops + 1);
          },
          [&](const Repeat& n) {
            suspends("a loop");
            value(n.count, Type::Int, "a `repeat`'s count");
            block(n.body, loops + 1);
          },
          [&](const Break&) { expect(loops > 0, "`break` outside a loop"); },
          [&](const Continue&) { expect(loops > 0, "`continue` outside a loop"); },
          [&](const Sleep& n) {
            suspends("a `sleep`");
            value(n.duration, Type::Duration, "a `sleep`'s duration");
          },
          [&](const Log& n) { value(n.message, Type::String, "a `log`'s message"); },
          [&](const Fail& n) { value(n.message, Type::String, "a `fail`'s message"); },
          [&](const Parallel& n) {
            expect(!n.requests.empty(), "a `parallel` is empty");
            for (const Statement& each : n.requests) {
              const auto* request = std::get_if<RequestStatement>(&each.node);
              if (expect(request != nullptr, "a `parallel` holds no request")) perform(*request);
            }
          },
          [&](const Transaction& n) {
            expect(index(n.transaction) < program_.transactions.size(), "a transaction is out of range");
            block(n.body, loops);
          },
          [&](const Measure& n) { measure(n); },
          [&](const Leave& n) { leave(n); },
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

void Verifier::leave(const Leave& leave) {
  const bool is_function = function_->kind == FunctionKind::Function;
  expect(!(is_function || function_->kind == FunctionKind::Once) || leave.kind == LeaveKind::Return,
         "a function leaves what it was called from");
  const bool gives = is_function && function_->result != Type::Void;
  if (gives) return value(leave.value, function_->result, "what is returned");
  expect(leave.value == nullptr, "something is returned to nobody");
}

void Verifier::suspends(std::string_view what) {
  expect(function_->kind != FunctionKind::Function || function_->suspends,
         "{} in a function that does not suspend", what);
}

void Verifier::measure(const Measure& measure) {
  value(measure.value, "a metric's value");
  if (!expect(index(measure.metric) < program_.metrics.size(), "a metric is out of range")) return;
  if (measure.value == nullptr) return;
  const Type wanted = program_.metrics[index(measure.metric)].element;
  const Type given = measure.value->type;
  expect(given == wanted || (wanted == Type::Float && given == Type::Int), "a metric of {} is given {}",
         name(wanted), name(given));
}

void Verifier::perform(const RequestStatement& request) {
  suspends("a request");
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
