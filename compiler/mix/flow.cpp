#include "compiler/mix/flow.h"

#include <algorithm>
#include <limits>
#include <string_view>
#include <utility>

#include "compiler/hir/overloaded.h"

namespace nest::mix {
namespace {

std::size_t place_of(hir::LeaveKind kind) {
  switch (kind) {
    case hir::LeaveKind::Return:
      return static_cast<std::size_t>(Ending::Done);
    case hir::LeaveKind::Interrupt:
      return static_cast<std::size_t>(Ending::Interrupt);
    case hir::LeaveKind::InterruptWait:
      return static_cast<std::size_t>(Ending::InterruptWait);
    default:
      return static_cast<std::size_t>(Ending::Stop);
  }
}

Flow ends(std::size_t ending) {
  Flow flow;
  flow.next = exact(0);
  flow.endings.at(ending) = exact(1);
  return flow;
}

// What follows may be left out: its least does not count then.
Bounds then_also(Bounds first, Bounds second, bool always) {
  return {first.least + (always ? second.least : 0), first.most + second.most};
}

// `second` follows wherever `first` goes on.
void append(Flow& first, const Flow& second) {
  const Estimate reached = first.next;
  const bool always = reached.value == 1;
  first.effects.add(second.effects, reached);
  first.effects.sleep_bounds = then_also(first.effects.sleep_bounds, second.effects.sleep_bounds, always);
  first.effects.request_bounds =
      then_also(first.effects.request_bounds, second.effects.request_bounds, always);
  for (std::size_t i = 0; i < kEndings; ++i) first.endings[i] += reached * second.endings[i];
  for (const EndlessLoop& loop : second.endless)
    first.endless.push_back({reached * loop.probability, loop.turn});
  first.broken += reached * second.broken;
  first.continued += reached * second.continued;
  first.next = reached * second.next;
}

// Whether a probability decides anything between two flows.
bool same(const Flow& a, const Flow& b) {
  const auto counts = [](const Flow& flow) {
    std::map<std::uint32_t, double> result;
    for (const auto& [row, count] : flow.effects.rows) {
      if (count.value != 0) result[row] = count.value;
    }
    return result;
  };
  const auto values = [](const Flow& flow) {
    std::vector<double> result = {flow.next.value, flow.broken.value, flow.continued.value,
                                  flow.effects.sleep.value, flow.effects.round_trips.value};
    for (const Estimate ending : flow.endings) result.push_back(ending.value);
    return result;
  };
  return values(a) == values(b) && counts(a) == counts(b) && a.endless.empty() && b.endless.empty();
}

Flow blend(Estimate p, Flow then, Flow otherwise) {
  Flow result;
  result.next = blend(p, then.next, otherwise.next);
  result.broken = blend(p, then.broken, otherwise.broken);
  result.continued = blend(p, then.continued, otherwise.continued);
  for (std::size_t i = 0; i < kEndings; ++i)
    result.endings[i] = blend(p, then.endings[i], otherwise.endings[i]);
  result.effects = blend(p, then.effects, otherwise.effects);
  for (EndlessLoop& loop : then.endless)
    result.endless.push_back({p * loop.probability, std::move(loop.turn)});
  for (EndlessLoop& loop : otherwise.endless)
    result.endless.push_back({(exact(1) - p) * loop.probability, std::move(loop.turn)});
  return result;
}

}  // namespace

Body FlowAnalysis::body(const hir::Function& function) {
  const auto first = static_cast<std::uint32_t>(assumptions_.size());
  inherited_.clear();
  Knowledge known(globals_);
  Flow flow = block(function.body, known);
  Body result;
  result.endings = flow.endings;
  result.endings[static_cast<std::size_t>(Ending::Done)] += flow.next;
  result.effects = std::move(flow.effects);
  result.endless = std::move(flow.endless);
  result.assumptions.assign(inherited_.begin(), inherited_.end());
  for (auto i = first; i < assumptions_.size(); ++i) result.assumptions.push_back(i);
  return result;
}

Flow FlowAnalysis::block(const hir::Block& block, Knowledge& known) {
  Flow flow;
  for (const hir::Statement& one : block) {
    if (flow.next == exact(0)) break;
    append(flow, statement(one, known));
  }
  return flow;
}

Flow FlowAnalysis::statement(const hir::Statement& statement, Knowledge& known) {
  return std::visit(hir::Overloaded{
                        [&](const hir::SetLocal& n) {
                          known.assign(n.local, assigned_range(*n.value, known));
                          return value(*n.value);
                        },
                        [&](const hir::SetState& n) { return value(*n.value); },
                        [](const hir::Check&) { return Flow{}; },  // holds
                        [&](const hir::RequestStatement& n) { return request(n, known); },
                        [&](const hir::Evaluate& n) { return value(*n.value); },
                        [&](const hir::If& n) { return branch(n, known); },
                        [&](const hir::While& n) { return while_loop(n, known); },
                        [&](const hir::ForRange& n) { return range_loop(n, known); },
                        [&](const hir::ForEach& n) { return each_loop(n, known); },
                        [&](const hir::Repeat& n) { return repeat_loop(n, known); },
                        [](const hir::Break&) {
                          Flow flow;
                          std::swap(flow.next, flow.broken);
                          return flow;
                        },
                        [](const hir::Continue&) {
                          Flow flow;
                          std::swap(flow.next, flow.continued);
                          return flow;
                        },
                        [&](const hir::Sleep& n) { return sleep(n, known); },
                        [](const hir::Log&) { return Flow{}; },
                        [](const hir::Fail&) { return ends(static_cast<std::size_t>(Ending::Abandoned)); },
                        [&](const hir::Parallel& n) { return parallel(n, known); },
                        [&](const hir::Transaction& n) { return block(n.body, known); },
                        [](const hir::Measure&) { return Flow{}; },
                        [&](const hir::Leave& n) {
                          Flow flow = n.value == nullptr ? Flow{} : value(*n.value);
                          append(flow, ends(place_of(n.kind)));
                          return flow;
                        },
                        [](const hir::Release&) { return Flow{}; },
                    },
                    statement.node);
}

// Of all that a value can do, only taking from a queue, and claiming a row that others have, may take long;
// and a function, which does what is in it. They stand alone, or left of a `??`, and what they give may be
// kept as another type.
Flow FlowAnalysis::value(const hir::Expression& value) {
  if (const auto* const either = std::get_if<hir::Coalesce>(&value.node)) return this->value(*either->left);
  if (const auto* const kept = std::get_if<hir::Keep>(&value.node)) return this->value(*kept->operand);
  if (const auto* const other = std::get_if<hir::Convert>(&value.node)) return this->value(*other->operand);
  if (const auto* const text = std::get_if<hir::Render>(&value.node)) {
    Flow flow;
    for (const hir::TemplatePart& part : text->text.parts) {
      if (const auto* const hole = std::get_if<hir::Hole>(&part)) append(flow, this->value(*hole->value));
    }
    return flow;
  }
  if (const auto* const held = std::get_if<hir::Held>(&value.node)) return this->value(*held->operand);
  if (const auto* const function = std::get_if<hir::FunctionCall>(&value.node)) return call(*function);
  Flow flow;
  const auto* const call = std::get_if<hir::SharedCall>(&value.node);
  const bool takes = call != nullptr && call->method == hir::SharedMethod::Take;
  if (!takes && !waits_for_row(value)) return flow;
  note(AssumptionKind::UnknownSleep, value.span);
  flow.effects.sleep = {0, true};
  flow.effects.sleep_bounds = {0, std::numeric_limits<double>::infinity()};
  return flow;
}

Flow FlowAnalysis::call(const hir::FunctionCall& call) {
  const Body& body = bodies_[hir::index(call.function)];
  Flow flow;
  flow.next = body.ending(Ending::Done);
  for (const Ending ending : {Ending::Abandoned, Ending::Stop}) {
    const auto place = static_cast<std::size_t>(ending);
    flow.endings.at(place) = body.endings.at(place);
  }
  flow.effects = body.effects;
  flow.endless = body.endless;
  inherited_.insert(body.assumptions.begin(), body.assumptions.end());
  return flow;
}

// It stands alone, or is the row of a line.
bool FlowAnalysis::waits_for_row(const hir::Expression& value) const {
  const auto* const field = std::get_if<hir::DataField>(&value.node);
  const auto* const next = std::get_if<hir::DataNext>(field != nullptr ? &field->row->node : &value.node);
  return next != nullptr && program_.data[hir::index(next->data)].exhausted == hir::Exhausted::Wait;
}

Flow FlowAnalysis::request(const hir::RequestStatement& request, Knowledge& known) const {
  known.assign(request.result, std::nullopt);
  Flow flow;
  flow.effects.requests = exact(1);
  flow.effects.round_trips = exact(1);
  flow.effects.request_bounds = {1, 1};
  const hir::RowId row = program_.requests[hir::index(request.request)].row;
  flow.effects.rows[static_cast<std::uint32_t>(row)] = exact(1);
  return flow;
}

// All its requests, in the time of one.
Flow FlowAnalysis::parallel(const hir::Parallel& parallel, Knowledge& known) const {
  Flow flow;
  for (const hir::Statement& one : parallel.requests)
    append(flow, request(std::get<hir::RequestStatement>(one.node), known));
  flow.effects.round_trips = exact(1);
  flow.effects.request_bounds = {1, 1};
  return flow;
}

Flow FlowAnalysis::sleep(const hir::Sleep& sleep, const Knowledge& known) {
  Flow flow;
  if (const auto range = range_of(*sleep.duration, known); range && range->low >= 0) {
    flow.effects.sleep = exact(range->mean());
    flow.effects.sleep_bounds = {range->low, range->high};
    return flow;
  }
  flow.effects.sleep_bounds = {0, std::numeric_limits<double>::infinity()};
  if (const auto mean = mean_of(*sleep.duration, known)) {
    flow.effects.sleep = exact(std::max(*mean, 0.0));
    return flow;
  }
  note(AssumptionKind::UnknownSleep, sleep.duration->span);
  flow.effects.sleep = {0, true};
  return flow;
}

Flow FlowAnalysis::branch(const hir::If& branch, Knowledge& known) {
  const auto computed = probability_of(*branch.condition, known);
  const auto stated = branch.likelihood ? branch.likelihood : computed;
  if (computed == 1) return block(branch.then, known);
  if (computed == 0) return block(branch.otherwise, known);
  const std::size_t mark = assumptions_.size();
  const Knowledge before = known;
  Knowledge then_known = known;
  Knowledge else_known = known;
  assume(then_known, *branch.condition, true);
  assume(else_known, *branch.condition, false);
  if (!stated) note(AssumptionKind::EvenBranch, branch.condition->span);
  Flow then = block(branch.then, then_known);
  Flow otherwise = block(branch.otherwise, else_known);
  known = Knowledge::join(before, then_known, then.next.value, else_known, otherwise.next.value);
  if (!stated && same(then, otherwise) && assumptions_.size() == mark + 1) assumptions_.resize(mark);
  return blend(stated ? exact(*stated) : Estimate{0.5, true}, std::move(then), std::move(otherwise));
}

void FlowAnalysis::note(AssumptionKind kind, Span place) {
  const LineColumn at = sources_.position(place);
  std::string text(sources_.text(place));
  std::ranges::replace(text, '\n', ' ');
  assumptions_.push_back({kind, sources_.file(place.file).path(), at.line, at.column, std::move(text)});
}

}  // namespace nest::mix
