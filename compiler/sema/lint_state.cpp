// State that is empty until some task sets it, read where that may not have happened yet. Definite assignment
// (Gosling et al., "The Java Language Specification", chapter 16), over the picks of a taskset as well as
// over the paths of a body.

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "compiler/hir/overloaded.h"
#include "compiler/hir/walk.h"
#include "compiler/sema/lints.h"

namespace nest::sema {
namespace {

/// What is known of one variable at a place. Where ways meet, the least holds.
enum class Known : std::uint8_t { Perhaps, Set, NoWayHere };
Known least(Known a, Known b) { return std::min(a, b); }

/// One body, for one variable.
class BodyFlow {
 public:
  BodyFlow(hir::StateId state, const hir::Program& program) : state_(state), program_(&program) {}

  /// What is known where the body ends normally, begun with `known`.
  Known run(const hir::Block& body, Known known) {
    done_ = Known::NoWayHere;
    const Known end = block(body, known).next;
    return least(end, done_);
  }
  /// The first place where it is read and may not be set.
  [[nodiscard]] std::optional<Span> early_read() const { return early_read_; }

 private:
  struct Ways {
    Known next = Known::NoWayHere;
    Known broken = Known::NoWayHere;
    Known continued = Known::NoWayHere;
  };

  Ways block(const hir::Block& block, Known known) {
    Ways ways{known};
    for (const hir::Statement& one : block) {
      const Ways after = statement(one, ways.next);
      ways = {after.next, least(ways.broken, after.broken), least(ways.continued, after.continued)};
    }
    return ways;
  }

  Ways statement(const hir::Statement& statement, Known known) {
    hir::for_each_expression(statement, [&](const hir::Expression& part) { read(part, known); });
    return std::visit(
        hir::Overloaded{
            [&](const hir::SetState& n) { return Ways{n.state == state_ ? set(known) : known}; },
            [&](const hir::RequestStatement& n) { return read_request(n, known), Ways{known}; },
            [&](const hir::If& n) { return branch(n, known); },
            [&](const hir::While& n) { return while_loop(n, known); },
            [&](const hir::ForRange& n) { return counted(n.body, known, runs(n)); },
            [&](const hir::ForEach& n) { return counted(n.body, known, false); },
            [&](const hir::Repeat& n) { return counted(n.body, known, at_least(*n.count, 1)); },
            [&](const hir::Parallel& n) { return block(n.requests, known); },
            [&](const hir::Transaction& n) { return block(n.body, known); },
            [&](const hir::Break&) { return Ways{.broken = known}; },
            [&](const hir::Continue&) { return Ways{.continued = known}; },
            [&](const hir::Leave& n) {
              if (n.kind == hir::LeaveKind::Return) done_ = least(done_, known);
              return Ways{};
            },
            [](const hir::Fail&) { return Ways{}; },
            [&](const auto&) { return Ways{known}; },
        },
        statement.node);
  }

  static Known set(Known known) { return known == Known::NoWayHere ? known : Known::Set; }

  Ways branch(const hir::If& branch, Known known) {
    const Ways then = block(branch.then, known);
    const Ways otherwise = block(branch.otherwise, known);
    return {least(then.next, otherwise.next), least(then.broken, otherwise.broken),
            least(then.continued, otherwise.continued)};
  }

  Ways while_loop(const hir::While& loop, Known known) {
    const auto* constant = std::get_if<hir::Constant>(&loop.condition->node);
    const bool for_ever = constant != nullptr && std::get<bool>(constant->value);
    const Ways body = block(loop.body, known);
    return {for_ever ? body.broken : least(known, body.broken)};
  }

  Ways counted(const hir::Block& loop, Known known, bool runs_once) {
    const Ways body = block(loop, known);
    const Known through = least(body.next, body.continued);
    return {least(body.broken, runs_once ? through : least(known, through))};
  }

  static bool at_least(const hir::Expression& count, std::int64_t least) {
    const auto* constant = std::get_if<hir::Constant>(&count.node);
    return constant != nullptr && std::get<std::int64_t>(constant->value) >= least;
  }
  static bool runs(const hir::ForRange& loop) {
    const auto* first = std::get_if<hir::Constant>(&loop.first->node);
    return first != nullptr && at_least(*loop.last, std::get<std::int64_t>(first->value));
  }

  void read(const hir::Expression& expression, Known known) {
    if (known != Known::Perhaps || early_read_) return;
    hir::for_each_part(expression, [&](const hir::Expression& part) {
      const auto* reference = std::get_if<hir::StateReference>(&part.node);
      if (reference != nullptr && reference->state == state_ && !early_read_) early_read_ = part.span;
    });
  }

  void read_request(const hir::RequestStatement& statement, Known known) {
    const hir::Request& request = program_->requests[hir::index(statement.request)];
    for (const hir::Template* text : {&request.url, &request.headers, &request.body})
      hir::for_each_hole(*text, [&](const hir::Expression& hole) { read(hole, known); });
  }

  hir::StateId state_;
  const hir::Program* program_;
  Known done_ = Known::NoWayHere;
  std::optional<Span> early_read_;
};

/// The places that set a variable, and whether some line looks at whether it is set.
struct Uses {
  std::optional<Span> set_at;
  bool is_asked = false;
};

/// One project.
class StateLint {
 public:
  explicit StateLint(Analysis& analysis) : analysis_(&analysis), program_(&analysis.program) {}

  void run() {
    find_empty();
    if (uses_.empty()) return;
    for (const hir::Function& function : program_->functions) find_uses(function);
    for (const auto& [state, uses] : uses_) {
      if (uses.set_at && !uses.is_asked) follow(state, *uses.set_at);
    }
  }

 private:
  // `var token = ""`
  void find_empty() {
    for (const hir::Function& function : program_->functions) {
      if (function.kind != hir::FunctionKind::StateInit) continue;
      for (const hir::Statement& statement : function.body) {
        const auto* set = std::get_if<hir::SetState>(&statement.node);
        const auto* constant = set == nullptr ? nullptr : std::get_if<hir::Constant>(&set->value->node);
        const auto* text = constant == nullptr ? nullptr : std::get_if<std::string>(&constant->value);
        if (text != nullptr && text->empty()) uses_[set->state];
      }
    }
  }

  void find_uses(const hir::Function& function) {
    hir::for_each_statement(function.body, [&](const hir::Statement& statement) {
      const auto* set = std::get_if<hir::SetState>(&statement.node);
      // When a `fn` is called is not followed: what it sets counts as looked after.
      if (set != nullptr && function.kind == hir::FunctionKind::Function) {
        if (const auto uses = uses_.find(set->state); uses != uses_.end()) uses->second.is_asked = true;
        return;
      }
      if (set != nullptr && function.kind != hir::FunctionKind::StateInit)
        note_set(set->state, statement.span);
      const bool is_question = std::holds_alternative<hir::If>(statement.node) ||
                               std::holds_alternative<hir::While>(statement.node) ||
                               std::holds_alternative<hir::Check>(statement.node);
      hir::for_each_expression(statement,
                               [&](const hir::Expression& part) { find_questions(part, is_question); });
    });
  }

  void note_set(hir::StateId state, Span place) {
    const auto uses = uses_.find(state);
    if (uses != uses_.end() && !uses->second.set_at) uses->second.set_at = place;
  }

  // A comparison, a length, a condition: the author knows that it may be empty.
  void find_questions(const hir::Expression& expression, bool is_question) {
    if (const auto* reference = std::get_if<hir::StateReference>(&expression.node)) {
      const auto uses = uses_.find(reference->state);
      if (is_question && uses != uses_.end()) uses->second.is_asked = true;
    }
    const bool asks = is_question || std::holds_alternative<hir::Binary>(expression.node) ||
                      std::holds_alternative<hir::JsonEqual>(expression.node) ||
                      std::holds_alternative<hir::Conditional>(expression.node) ||
                      std::holds_alternative<hir::BuiltinCall>(expression.node);
    hir::for_each_operand(expression, [&](const hir::Expression& part) { find_questions(part, asks); });
  }

  void follow(hir::StateId state, Span set_at) {
    state_ = state;
    set_at_ = set_at;
    is_reported_ = false;
    if (const auto owner = program_->states[hir::index(state)].owner) {
      visit(*owner, Known::Perhaps);
      return;
    }
    const Known started = body(program_->user.on_start, Known::Perhaps);
    for (const hir::Taskset& taskset : program_->tasksets) {
      if (!taskset.parent) visit(static_cast<hir::TasksetId>(&taskset - program_->tasksets.data()), started);
    }
    body(program_->user.on_stop, started);
  }

  // What is known after it, if it ended normally; reports an early read.
  Known body(std::optional<hir::FunctionId> id, Known known) {
    if (!id || is_reported_) return known;
    BodyFlow flow(state_, *program_);
    const Known after = flow.run(program_->functions[hir::index(*id)].body, known);
    if (flow.early_read()) report(*flow.early_read());
    return after;
  }

  void visit(hir::TasksetId id, Known known) {
    const hir::Taskset& taskset = program_->tasksets[hir::index(id)];
    const Known started = body(taskset.on_start, known);
    if (started == Known::NoWayHere) return;
    Known before = started;
    for (std::size_t i = 0; i < taskset.picks.size(); ++i) {
      const Known after = pick(taskset.picks[i], before);
      const bool comes_first =
          taskset.order == hir::Order::Sequential || (taskset.order == hir::Order::Markov && i == 0);
      if (comes_first && after != Known::NoWayHere && taskset.picks[i].weight > 0) before = after;
    }
    body(taskset.on_stop, started);
  }

  Known pick(const hir::Pick& pick, Known known) {
    if (const auto* task = std::get_if<hir::TaskId>(&pick.target))
      return body(program_->tasks[hir::index(*task)].run, known);
    visit(std::get<hir::TasksetId>(pick.target), known);
    return known;
  }

  void report(Span place) {
    is_reported_ = true;
    const std::string& name = program_->states[hir::index(state_)].name;
    analysis_->emitter.emit(DiagnosticCode::MayBeEmpty, place, name)
        .note(set_at_, "it gets its value here, which may not have happened yet")
        .help("set it in `on_start`, or look first: `if {} == \"\" {{ … }}`", analysis_->text_of(place));
  }

  Analysis* analysis_;
  const hir::Program* program_;
  std::map<hir::StateId, Uses> uses_;  // of those that begin empty
  hir::StateId state_{};
  Span set_at_;
  bool is_reported_ = false;
};

}  // namespace

void lint_state(Analysis& analysis) { StateLint(analysis).run(); }

}  // namespace nest::sema
