// Loops: a turn is begun with a probability that falls from turn to turn, so what they do is a geometric sum.

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "compiler/hir/overloaded.h"
#include "compiler/mix/flow.h"

namespace nest::mix {
namespace {

constexpr double kUnbounded = std::numeric_limits<double>::infinity();

/// What a loop comes to: how many turns are begun, and the probability that the last one goes on.
struct Turns {
  Estimate begun;
  Estimate through;
  Bounds bounds;
};

// The sum of r^k for k from `first` to `last`.
double powers(double r, double first, double last) {
  if (r == 1) return last - first + 1;
  return (std::pow(r, first) - std::pow(r, last + 1)) / (1 - r);
}

// A number of turns of which each in the range is equally likely (a negative one is 0), each of which goes on
// with probability r: E[1 + r + … + r^(n-1)] and E[r^n].
Turns count_turns(Range count, Estimate r) {
  const double values = count.high - count.low + 1;
  const double low = std::max(count.low, 0.0);
  const double high = std::max(count.high, 0.0);
  const double negative = std::clamp(-count.low, 0.0, values);  // below 0: as 0
  const double at_least_0 = values - negative;
  Turns turns;
  turns.bounds = {low, high};
  if (r.value == 1) {
    turns.begun = {at_least_0 > 0 ? at_least_0 * (low + high) / 2 / values : 0, false};
    turns.through = r;
    return turns;
  }
  const double kept = at_least_0 > 0 ? powers(r.value, low, high) : 0;
  turns.through = {(negative + kept) / values, r.assumed};
  turns.begun = (exact(1) - turns.through) / (exact(1) - r);
  return turns;
}

Bounds times(Bounds one, Bounds turns, bool always) {
  const double most = one.most == 0 ? 0 : one.most * turns.most;
  return {always ? one.least * turns.least : turns.least >= 1 ? one.least : 0, most};
}

// The loop as one piece: its turns together.
Flow summed(const Flow& turn, const Turns& turns) {
  Flow flow;
  const bool always = (turn.next + turn.continued).value == 1;
  flow.effects.add(turn.effects, turns.begun);
  flow.effects.sleep_bounds = times(turn.effects.sleep_bounds, turns.bounds, always);
  flow.effects.request_bounds = times(turn.effects.request_bounds, turns.bounds, always);
  for (std::size_t i = 0; i < kEndings; ++i) flow.endings[i] = turns.begun * turn.endings[i];
  for (const EndlessLoop& loop : turn.endless)
    flow.endless.push_back({turns.begun * loop.probability, loop.turn});
  flow.next = turns.through + turns.begun * turn.broken;
  return flow;
}

bool does_something(const Flow& turn) {
  return !turn.effects.nothing() || (turn.next + turn.continued + turn.broken).value != 1 ||
         !turn.endless.empty();
}

}  // namespace

void forget_assigned(const hir::Block& block, Knowledge& known) {
  for (const hir::Statement& statement : block) {
    std::visit(hir::Overloaded{
                   [&](const hir::SetLocal& n) { known.assign(n.local, std::nullopt); },
                   [&](const hir::If& n) {
                     forget_assigned(n.then, known);
                     forget_assigned(n.otherwise, known);
                   },
                   [&](const hir::While& n) { forget_assigned(n.body, known); },
                   [&](const hir::ForRange& n) { forget_assigned(n.body, known); },
                   [&](const hir::ForEach& n) { forget_assigned(n.body, known); },
                   [&](const hir::Repeat& n) { forget_assigned(n.body, known); },
                   [&](const hir::Transaction& n) { forget_assigned(n.body, known); },
                   [](const auto&) {},
               },
               statement.node);
  }
}

// The length depends on data: its body counts as run once.
Flow FlowAnalysis::loop_once(const Flow& turn, Span place) {
  // However often nothing is done, it is nothing.
  if (!does_something(turn)) return {};
  note(AssumptionKind::LoopOnce, place);
  Turns turns;
  turns.begun = {1, true};
  turns.through = (turn.next + turn.continued) * Estimate{1, true};
  turns.bounds = {0, kUnbounded};
  return summed(turn, turns);
}

Flow FlowAnalysis::counted_loop(const hir::Block& body, std::optional<Range> count, Span place,
                                Knowledge& known, std::optional<hir::LocalId> variable,
                                std::optional<Range> values) {
  forget_assigned(body, known);
  Knowledge inside = known;
  inside.keep_constants();
  if (count && count->high <= 0) return {};
  const std::size_t mark = assumptions_.size();
  Knowledge turn_known = inside;
  if (variable) turn_known.assign(*variable, values);
  Flow turn = block(body, turn_known);
  if (values && (turn.next + turn.continued).value != 1) {
    // Which values the variable takes depends on where the loop is left.
    assumptions_.resize(mark);
    turn_known = inside;
    turn_known.assign(*variable, std::nullopt);
    turn = block(body, turn_known);
  }
  if (!count) return loop_once(turn, place);
  return summed(turn, count_turns(*count, turn.next + turn.continued));
}

Flow FlowAnalysis::range_loop(const hir::ForRange& loop, Knowledge& known) {
  const auto first = range_of(*loop.first, known);
  const auto last = range_of(*loop.last, known);
  std::optional<Range> count;
  std::optional<Range> values;
  if (first && last && (first->constant() || last->constant())) {
    count = Range{last->low - first->high + 1, last->high - first->low + 1};
    if (count->constant()) values = Range{first->low, last->low};
  }
  const Span place = join(loop.first->span, loop.last->span);
  return counted_loop(loop.body, count, place, known, loop.variable, values);
}

Flow FlowAnalysis::repeat_loop(const hir::Repeat& loop, Knowledge& known) {
  return counted_loop(loop.body, range_of(*loop.count, known), loop.count->span, known, std::nullopt,
                      std::nullopt);
}

Flow FlowAnalysis::each_loop(const hir::ForEach& loop, Knowledge& known) {
  return counted_loop(loop.body, std::nullopt, loop.list->span, known, loop.variable, std::nullopt);
}

Flow FlowAnalysis::while_loop(const hir::While& loop, Knowledge& known) {
  forget_assigned(loop.body, known);
  Knowledge inside = known;
  inside.keep_constants();
  const auto p = repeated_probability_of(*loop.condition, inside);
  if (p == 0) return {};
  const Flow turn = block(loop.body, inside);
  if (!p) return loop_once(turn, loop.condition->span);
  const Estimate again = exact(*p) * (turn.next + turn.continued);
  if (again.value == 1) {  // for ever
    Flow flow;
    flow.next = exact(0);
    flow.endless.push_back({exact(1), turn.effects});
    return flow;
  }
  Turns turns;
  turns.begun = exact(*p) / (exact(1) - again);
  turns.through = turns.begun * (turn.next + turn.continued) * exact(1 - *p) + exact(1 - *p);
  turns.bounds = {0, kUnbounded};
  return summed(turn, turns);
}

}  // namespace nest::mix
