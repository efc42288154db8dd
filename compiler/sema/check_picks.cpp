#include <algorithm>
#include <map>
#include <set>

#include "compiler/diagnostics/suggestion.h"
#include "compiler/sema/check_constant.h"
#include "compiler/sema/check_taskset.h"

namespace nest::sema {
namespace {

/// What a taskset can pick, with the tree of it.
struct Candidate {
  const ast::Name* name = nullptr;
  const ast::Task* task = nullptr;  // null: a nested taskset
  hir::Pick pick;
};

std::vector<Candidate> candidates_of(const Analysis& analysis, const TasksetSymbol& taskset) {
  std::vector<Candidate> candidates;
  for (const ast::MemberReference& member : taskset.tree->members) {
    if (member.kind == ast::MemberKind::Task) {
      const ast::Task& task = taskset.tree->tasks[member.index];
      const TaskSymbol& symbol = taskset.tasks[member.index];
      candidates.push_back({&task.name, &task, {symbol.id, symbol.weight, {}}});
      continue;
    }
    const bool written_here = member.kind == ast::MemberKind::Taskset;
    const std::optional<hir::TasksetId> nested =
        written_here ? taskset.nested[member.index] : taskset.included[member.index];
    if (!nested) continue;  // a wrong `include`, which was reported
    const ast::Name& name =
        written_here ? taskset.tree->nested[member.index]->name : taskset.tree->includes[member.index].name;
    const std::uint32_t weight = analysis.program.tasksets[hir::index(*nested)].weight;
    candidates.push_back({&name, nullptr, {*nested, weight, {}}});
  }
  return candidates;
}

std::optional<std::uint32_t> find(const std::vector<Candidate>& candidates, std::string_view name) {
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (candidates[i].name->text == name) return static_cast<std::uint32_t>(i);
  }
  return std::nullopt;
}

void report_unknown_target(Analysis& analysis, const TasksetSymbol& taskset,
                           const std::vector<Candidate>& candidates, const ast::Name& target) {
  std::vector<std::string_view> names;
  names.reserve(candidates.size());
  for (const Candidate& candidate : candidates) names.push_back(candidate.name->text);
  auto report = analysis.emitter.emit(DiagnosticCode::UnknownTransition, target.span, taskset.tree->name.text,
                                      target.text);
  if (const auto near = nearest_name(target.text, names)) report.help("did you mean `{}`?", *near);
}

std::vector<hir::Transition> check_transitions(Analysis& analysis, const TasksetSymbol& taskset,
                                               const std::vector<Candidate>& candidates,
                                               const ast::Task& task) {
  std::vector<hir::Transition> transitions;
  std::map<std::string_view, Span> seen;
  std::uint64_t total = 0;
  for (const ast::Transition& transition : task.transitions) {
    const std::uint32_t weight =
        transition.weight == nullptr ? 1 : check_weight(analysis, taskset.module->scope, *transition.weight);
    total += weight;
    const auto [first, added] = seen.emplace(transition.target.text, transition.target.span);
    if (!added) {
      analysis.emitter
          .emit(DiagnosticCode::DuplicateTransition, transition.target.span, transition.target.text)
          .note(first->second, "first named here");
      continue;
    }
    if (const auto target = find(candidates, transition.target.text)) {
      transitions.push_back({*target, weight});
    } else {
      report_unknown_target(analysis, taskset, candidates, transition.target);
    }
  }
  if (task.transitions.empty() || total == 0) {
    analysis.emitter.emit(DiagnosticCode::NoFollower, task.name.span, task.name.text)
        .help("name one: `task {} -> {} {{ … }}`", task.name.text, candidates.front().name->text);
  }
  return transitions;
}

void warn_unreachable(Analysis& analysis, const std::vector<Candidate>& candidates) {
  std::set<std::uint32_t> reached = {0};
  std::vector<std::uint32_t> open = {0};
  while (!open.empty()) {
    const std::uint32_t from = open.back();
    open.pop_back();
    for (const hir::Transition& transition : candidates[from].pick.transitions) {
      if (transition.weight > 0 && reached.insert(transition.pick).second) open.push_back(transition.pick);
    }
  }
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (reached.contains(static_cast<std::uint32_t>(i))) continue;
    const ast::Name& name = *candidates[i].name;
    analysis.emitter.emit(DiagnosticCode::UnreachableTask, name.span, name.text)
        .help("the chain begins with `{}`, the first task", candidates.front().name->text);
  }
}

// The chain begins with the first task, so the tasks stand first. A nested taskset has no followers of its
// own: once it is left, the chain begins anew.
void check_chain(Analysis& analysis, const TasksetSymbol& taskset, std::vector<Candidate>& candidates) {
  std::ranges::stable_partition(candidates,
                                [](const Candidate& candidate) { return candidate.task != nullptr; });
  const std::size_t mistakes = analysis.emitter.mistakes();
  for (Candidate& candidate : candidates) {
    if (candidate.task == nullptr) {
      candidate.pick.transitions = {{0, 1}};
    } else {
      candidate.pick.transitions = check_transitions(analysis, taskset, candidates, *candidate.task);
    }
  }
  if (analysis.emitter.mistakes() == mistakes) warn_unreachable(analysis, candidates);
}

void check_weights(Analysis& analysis, const TasksetSymbol& taskset,
                   const std::vector<Candidate>& candidates) {
  const auto never = [](const Candidate& candidate) { return candidate.pick.weight == 0; };
  if (std::ranges::all_of(candidates, never)) {
    analysis.emitter.emit(DiagnosticCode::NoTaskToPick, taskset.tree->name.span, taskset.tree->name.text)
        .help("give one of its tasks a weight above 0");
    return;
  }
  for (const Candidate& candidate : candidates) {
    if (!never(candidate)) continue;
    analysis.emitter.emit(DiagnosticCode::TaskNeverRuns, candidate.name->span, candidate.name->text);
  }
}

}  // namespace

void check_picks(Analysis& analysis, const TasksetSymbol& taskset) {
  const ast::Taskset& tree = *taskset.tree;
  hir::Taskset& checked = analysis.program.tasksets[hir::index(taskset.id)];
  std::vector<Candidate> candidates = candidates_of(analysis, taskset);
  if (candidates.empty() && !tree.members.empty()) return;
  if (candidates.empty()) {
    analysis.emitter.emit(DiagnosticCode::EmptyTaskset, tree.name.span, tree.name.text);
    return;
  }
  const bool chain =
      std::ranges::any_of(tree.tasks, [](const ast::Task& task) { return !task.transitions.empty(); });
  if (chain && tree.sequential) {
    analysis.emitter.emit(DiagnosticCode::SequentialTransitions, tree.sequential_span)
        .help("leave `sequential` out, or the `->` of its tasks");
  } else if (chain) {
    checked.order = hir::Order::Markov;
    check_chain(analysis, taskset, candidates);
  } else {
    checked.order = tree.sequential ? hir::Order::Sequential : hir::Order::Random;
    check_weights(analysis, taskset, candidates);
  }
  for (Candidate& candidate : candidates) checked.picks.push_back(std::move(candidate.pick));
}

}  // namespace nest::sema
