#include "compiler/hir/verify.h"

#include <set>

#include "compiler/hir/verifier.h"

namespace nest::hir {

std::vector<std::string> Verifier::run() {
  tables();
  tasksets();
  tasks();
  function_of(program_.user.init, FunctionKind::StateInit);
  function_of(program_.user.on_start, FunctionKind::OnStart);
  function_of(program_.user.on_stop, FunctionKind::OnStop);
  function_of(program_.setup, FunctionKind::Once);
  function_of(program_.teardown, FunctionKind::Once);
  for (const Function& each : program_.functions) function(each);
  where_ = "program";
  for (std::size_t i = 0; i < performed_.size(); ++i) {
    expect(performed_[i] == 1, "request {} is performed in {} places", i, performed_[i]);
  }
  return std::move(problems_);
}

void Verifier::tables() {
  for (const State& state : program_.states) {
    expect(state.type != Type::Void && state.type != Type::Response, "state {} is {}", state.name,
           name(state.type));
    expect(!state.owner || index(*state.owner) < program_.tasksets.size(), "state {} has no owner",
           state.name);
  }
  for (const Global& global : program_.globals) {
    expect(constant_has_type(global.value, global.type), "the value of global {} is no {}", global.full_name,
           name(global.type));
  }
  for (const Service& each : program_.services) service(each);
  for (const Plan& each : program_.plans) plan(each);
  for (const Request& request : program_.requests) {
    expect(index(request.row) < program_.rows.size(), "a request's row is out of range");
    expect(!request.url.parts.empty(), "a request has no URL");
    expect(request.body_kind != BodyKind::None || request.body.parts.empty(), "a body without a kind");
  }
  for (const CheckInfo& check : program_.checks) {
    expect(!check.row || index(*check.row) < program_.rows.size(), "the row of check {} is out of range",
           check.text);
  }
  std::set<std::string_view> symbols;
  for (const Function& each : program_.functions) {
    expect(symbols.insert(each.symbol).second, "two functions are named {}", each.symbol);
  }
}

void Verifier::service(const Service& service) {
  expect(!service.command.parts.empty(), "service {} runs nothing", service.name);
  expect((service.ready == ReadyKind::Http || service.ready == ReadyKind::Line) ==
             !service.ready_text.parts.empty(),
         "the ready text of service {} does not go with its kind", service.name);
  std::vector<const Template*> texts = {&service.command, &service.ready_text};
  for (const ServiceVariable& variable : service.environment) texts.push_back(&variable.value);
  for (const Template* each : texts) {
    text(*each);
    for (const TemplatePart& part : each->parts) {
      const auto* hole = std::get_if<Hole>(&part);
      if (hole == nullptr || hole->value == nullptr) continue;
      expect(hole->encoding == Encoding::Plain && std::holds_alternative<GlobalReference>(hole->value->node),
             "service {} has a hole that is no run value", service.name);
    }
  }
}

void Verifier::plan(const Plan& plan) {
  expect(!plan.steps.empty(), "plan {} has no step", plan.name);
  for (const PlanStep& step : plan.steps) {
    expect(step.length.value > 0 && step.from.value >= 0 && step.to.value >= 0,
           "a step of plan {} is out of range", plan.name);
  }
  expect(plan.kind == LoadKind::Arrivals || (!plan.max_users && !plan.iterations),
         "plan {} of users is bounded like one of arrivals", plan.name);
  for (const PlanWeight& each : plan.weights) {
    expect(index(each.taskset) < program_.tasksets.size(), "plan {} weighs a taskset that is not there",
           plan.name);
  }
  for (const Limit& limit : plan.limits) {
    expect(limit.part != LimitPart::Step || limit.step < plan.steps.size(), "limit {} looks at no step",
           limit.text);
    for (const RowId row : limit.rows) {
      expect(index(row) < program_.rows.size(), "a row of limit {} is out of range", limit.text);
    }
  }
}

void Verifier::tasksets() {
  for (std::size_t i = 0; i < program_.tasksets.size(); ++i) {
    const Taskset& taskset = program_.tasksets[i];
    where_ = taskset.full_name;
    expect(!taskset.parent || index(*taskset.parent) < i, "its parent comes after it");
    expect(!taskset.picks.empty(), "it has nothing to pick");
    function_of(taskset.init, FunctionKind::StateInit);
    function_of(taskset.on_start, FunctionKind::OnStart);
    function_of(taskset.on_stop, FunctionKind::OnStop);
    for (const Pick& each : taskset.picks) pick(taskset, each);
  }
  where_ = "program";
}

void Verifier::pick(const Taskset& taskset, const Pick& pick) {
  const auto id = static_cast<TasksetId>(&taskset - program_.tasksets.data());
  if (const auto* task = std::get_if<TaskId>(&pick.target)) {
    if (expect(index(*task) < program_.tasks.size(), "a pick's task is out of range")) {
      expect(program_.tasks[index(*task)].taskset == id, "it picks another taskset's task");
    }
  } else {
    const auto nested = index(std::get<TasksetId>(pick.target));
    if (expect(nested < program_.tasksets.size(), "a pick's taskset is out of range")) {
      expect(program_.tasksets[nested].parent == id, "it picks a taskset that is not nested in it");
    }
  }
  expect((taskset.order == Order::Markov) == !pick.transitions.empty(),
         "transitions do not go with its order");
  for (const Transition& transition : pick.transitions) {
    expect(transition.pick < taskset.picks.size(), "a transition leads out of it");
  }
}

void Verifier::tasks() {
  for (const Task& task : program_.tasks) {
    where_ = task.full_name;
    expect(index(task.taskset) < program_.tasksets.size(), "its taskset is out of range");
    function_of(task.run, FunctionKind::Task);
  }
  where_ = "program";
}

void Verifier::function_of(std::optional<FunctionId> id, FunctionKind kind) {
  if (!id) return;
  if (!expect(index(*id) < program_.functions.size(), "a function is out of range")) return;
  const Function& function = program_.functions[index(*id)];
  expect(function.kind == kind, "{} is a function of another kind", function.symbol);
}

std::vector<std::string> verify(const Program& program) { return Verifier(program).run(); }

}  // namespace nest::hir
