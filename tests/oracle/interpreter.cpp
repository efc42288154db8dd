#include "tests/oracle/interpreter.h"

#include <fmt/format.h>

#include <limits>

#include "runtime/user/metric_value.h"

namespace nest::oracle {

int Interpreter::run(hir::FunctionId id) {
  const hir::Function& function = program_->functions.at(hir::index(id));
  locals_.assign(function.locals.size(), Value{});
  int outcome = NEST_DONE;
  try {
    switch (block(function.body)) {
      case Flow::Interrupt:
        outcome = NEST_INTERRUPT;
        break;
      case Flow::InterruptWait:
        outcome = NEST_INTERRUPT_WAIT;
        break;
      case Flow::Stop:
        outcome = NEST_STOP;
        break;
      default:
        break;
    }
  } catch (const NoRowLeft&) {
    script_->end_transactions(false);
    outcome = NEST_STOP;
  } catch (const Failure& failure) {
    script_->end_transactions(true);
    const LineColumn place = sources_->position(failure.span);
    script_->write(fmt::format("failure at line {}: {}", place.line, failure.message));
    outcome = NEST_ABANDONED;
  }
  script_->write(fmt::format("outcome {}", outcome));
  locals_.clear();
  return outcome;
}

void Interpreter::forget_state(std::optional<hir::TasksetId> owner) {
  for (std::size_t i = 0; i < program_->states.size(); ++i) {
    if (program_->states[i].owner != owner) continue;
    const auto id = static_cast<hir::StateId>(i);
    if (program_->states[i].type.is_optional()) {
      states_[id] = Value{};
      continue;
    }
    switch (program_->states[i].type) {
      case hir::Type::Float:
        states_[id] = 0.0;
        break;
      case hir::Type::Bool:
        states_[id] = false;
        break;
      case hir::Type::String:
      case hir::Type::Json:
        states_[id] = std::string();
        break;
      case hir::Type::List:
        states_[id] = List();
        break;
      default:
        states_[id] = std::int64_t{0};
    }
  }
}

Interpreter::Flow Interpreter::block(const hir::Block& statements) {
  for (const hir::Statement& one : statements) {
    const Flow flow = statement(one);
    if (flow != Flow::Next) return flow;
  }
  return Flow::Next;
}

Interpreter::Flow Interpreter::statement(const hir::Statement& whole) {
  return std::visit(
      [&](const auto& node) -> Flow {
        using T = std::decay_t<decltype(node)>;
        if constexpr (std::is_same_v<T, hir::SetLocal>) {
          locals_.at(hir::index(node.local)) = value(*node.value);
        } else if constexpr (std::is_same_v<T, hir::SetState>) {
          set_state(node);
        } else if constexpr (std::is_same_v<T, hir::Check>) {
          std::optional<Failure> described;
          if (!check(node, described) && node.require) abandon(node, described);
        } else if constexpr (std::is_same_v<T, hir::RequestStatement>) {
          request(node, whole.span);
        } else if constexpr (std::is_same_v<T, hir::Evaluate>) {
          value(*node.value);
        } else if constexpr (std::is_same_v<T, hir::If>) {
          return block(boolean(*node.condition) ? node.then : node.otherwise);
        } else if constexpr (std::is_same_v<T, hir::While>) {
          return while_loop(node);
        } else if constexpr (std::is_same_v<T, hir::ForRange>) {
          return range_loop(node);
        } else if constexpr (std::is_same_v<T, hir::ForEach>) {
          return each_loop(node);
        } else if constexpr (std::is_same_v<T, hir::Repeat>) {
          return repeat_loop(node);
        } else if constexpr (std::is_same_v<T, hir::Break>) {
          return Flow::Break;
        } else if constexpr (std::is_same_v<T, hir::Continue>) {
          return Flow::Continue;
        } else if constexpr (std::is_same_v<T, hir::Sleep>) {
          script_->write(fmt::format("sleep {}", std::max<std::int64_t>(integer(*node.duration), 0)));
        } else if constexpr (std::is_same_v<T, hir::Log>) {
          script_->write("log " + text(*node.message));
        } else if constexpr (std::is_same_v<T, hir::Fail>) {
          throw Failure{NEST_FAILED, text(*node.message), whole.span};
        } else if constexpr (std::is_same_v<T, hir::Parallel>) {
          parallel(node);
        } else if constexpr (std::is_same_v<T, hir::Transaction>) {
          return transaction(node);
        } else if constexpr (std::is_same_v<T, hir::Measure>) {
          measure(node, whole.span);
        } else if constexpr (std::is_same_v<T, hir::Release>) {
          release(node, whole.span);
        } else {
          static_assert(std::is_same_v<T, hir::Leave>);
          switch (node.kind) {
            case hir::LeaveKind::Return:
              if (node.value) returned_ = value(*node.value);
              return Flow::Done;
            case hir::LeaveKind::Interrupt:
              return Flow::Interrupt;
            case hir::LeaveKind::InterruptWait:
              return Flow::InterruptWait;
            case hir::LeaveKind::Stop:
              return Flow::Stop;
          }
        }
        return Flow::Next;
      },
      whole.node);
}

Interpreter::Flow Interpreter::loop_body(const hir::Block& body, bool& leave) {
  if (++iterations_ > kMostIterations) throw Exhausted{};
  const Flow flow = block(body);
  leave = flow != Flow::Next && flow != Flow::Continue;
  return flow == Flow::Break || flow == Flow::Continue ? Flow::Next : flow;
}

Interpreter::Flow Interpreter::while_loop(const hir::While& loop) {
  bool leave = false;
  Flow flow = Flow::Next;
  while (!leave && boolean(*loop.condition)) flow = loop_body(loop.body, leave);
  return flow;
}

Interpreter::Flow Interpreter::range_loop(const hir::ForRange& loop) {
  const std::int64_t first = integer(*loop.first);
  const std::int64_t last = integer(*loop.last);
  bool leave = false;
  Flow flow = Flow::Next;
  for (std::int64_t i = first; i <= last && !leave; ++i) {
    locals_.at(hir::index(loop.variable)) = i;
    flow = loop_body(loop.body, leave);
    if (i == std::numeric_limits<std::int64_t>::max()) break;
  }
  return flow;
}

Interpreter::Flow Interpreter::each_loop(const hir::ForEach& loop) {
  const List items = elements(*loop.list);
  bool leave = false;
  Flow flow = Flow::Next;
  for (std::size_t i = 0; i < items.size() && !leave; ++i) {
    locals_.at(hir::index(loop.variable)) = items[i];
    flow = loop_body(loop.body, leave);
  }
  return flow;
}

Interpreter::Flow Interpreter::repeat_loop(const hir::Repeat& loop) {
  const std::int64_t count = integer(*loop.count);
  bool leave = false;
  Flow flow = Flow::Next;
  for (std::int64_t i = 0; i < count && !leave; ++i) flow = loop_body(loop.body, leave);
  return flow;
}

Interpreter::Flow Interpreter::transaction(const hir::Transaction& transaction) {
  const std::string& name = program_->transactions.at(hir::index(transaction.transaction)).name;
  script_->begin_transaction(name);
  const Flow flow = block(transaction.body);
  script_->end_transaction(name);
  return flow;
}

void Interpreter::measure(const hir::Measure& measure, Span span) {
  const hir::Metric& metric = program_->metrics.at(hir::index(measure.metric));
  nest_metric info{};
  info.kind = static_cast<std::uint32_t>(metric.kind);
  info.element = metric.element == hir::Type::Duration ? NEST_DURATION : NEST_FLOAT;
  info.name = {metric.name.data(), metric.name.size()};
  const auto amount = metric_value(info, as_abi(*measure.value), task_->arena);
  if (!amount) throw Failure{amount.error().kind, std::string(amount.error().message), span};
  script_->measure(metric.name, *amount);
}

void Interpreter::set_state(const hir::SetState& set) { states_[set.state] = value(*set.value); }

bool Interpreter::check(const hir::Check& check, std::optional<Failure>& described) {
  bool passed = false;
  try {
    passed = boolean(*check.condition);
  } catch (const Failure& failure) {
    // An expectation that cannot be evaluated is false and forgiven; a requirement's failure is what gets
    // shown.
    described = check.require ? std::optional(failure) : std::nullopt;
  }
  script_->check(program_->checks.at(hir::index(check.check)).text, passed);
  return passed;
}

void Interpreter::abandon(const hir::Check& broken, const std::optional<Failure>& described) {
  if (described) throw *described;
  throw Failure{NEST_FAILED,
                fmt::format("`{}` does not hold", program_->checks.at(hir::index(broken.check)).text),
                broken.condition->span};
}

Interpreter::Prepared Interpreter::prepare(const hir::RequestStatement& statement) {
  const hir::Request& request = program_->requests.at(hir::index(statement.request));
  Prepared prepared;
  prepared.url = holes(request.url);
  prepared.headers = holes(request.headers);
  prepared.body = holes(request.body);
  if (statement.timeout) value(*statement.timeout);
  return prepared;
}

void Interpreter::send(const hir::RequestStatement& statement, const Prepared& prepared, Span span) {
  const hir::Request& request = program_->requests.at(hir::index(statement.request));
  std::uint32_t flags = 0;
  if (request.wants_body) flags |= NEST_WANTS_BODY;
  if (request.wants_headers) flags |= NEST_WANTS_HEADERS;
  if (request.wants_url) flags |= NEST_WANTS_URL;
  if (request.has_status_condition) flags |= NEST_HAS_STATUS_CONDITION;
  const std::string url = render(request.url, prepared.url, span);
  const std::string headers = render(request.headers, prepared.headers, span);
  const std::string body = render(request.body, prepared.body, span);
  script_->respond(static_cast<std::uint32_t>(request.method), url, headers, body, flags);
  locals_.at(hir::index(statement.result)) = const_cast<const nest_response*>(task_->context.response);
}

void Interpreter::request(const hir::RequestStatement& statement, Span span) {
  send(statement, prepare(statement), span);
  const hir::Check* broken = nullptr;
  std::optional<Failure> described;
  for (const hir::Check& one : statement.checks) {
    if (!check(one, described) && one.require && broken == nullptr) broken = &one;
  }
  script_->finish();
  if (broken != nullptr) abandon(*broken, described);
}

void Interpreter::parallel(const hir::Parallel& parallel) {
  std::vector<Prepared> prepared;
  for (const hir::Statement& each : parallel.requests)
    prepared.push_back(prepare(std::get<hir::RequestStatement>(each.node)));
  std::vector<Script::Held> held;
  std::optional<Failure> unsent;
  for (std::size_t i = 0; i < prepared.size(); ++i) {
    const auto& statement = std::get<hir::RequestStatement>(parallel.requests[i].node);
    try {
      send(statement, prepared[i], parallel.requests[i].span);
      held.push_back(script_->held());
    } catch (const Failure& failure) {
      if (!unsent) unsent = failure;
      held.emplace_back();
      locals_.at(hir::index(statement.result)) = static_cast<const nest_response*>(&unsent_);
    }
  }
  const hir::Check* broken = nullptr;
  std::optional<Failure> described;
  for (std::size_t i = 0; i < held.size(); ++i) {
    script_->judge(held[i]);
    for (const hir::Check& one : std::get<hir::RequestStatement>(parallel.requests[i].node).checks) {
      if (!check(one, described) && one.require && broken == nullptr) broken = &one;
    }
    script_->finish();
  }
  if (unsent) throw *unsent;
  if (broken != nullptr) abandon(*broken, described);
}

}  // namespace nest::oracle
