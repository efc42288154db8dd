// Tasksets that are not left, or hardly ever: what the expected mix says of their visits.

#include <algorithm>
#include <cmath>

#include "compiler/mix/model.h"
#include "compiler/mix/visit.h"
#include "compiler/sema/lints.h"

namespace nest::sema {
namespace {

/// More picks than a user makes in any run.
constexpr double kEndlessPicks = 100'000;

bool is_left(const mix::Visit& visit) {
  return !(visit.at_once + visit.waiting + visit.stopped).is_zero() || visit.kept.empty();
}

void report_no_way_out(Analysis& analysis, const TasksetSymbol& taskset, bool one_other) {
  const std::string_view others =
      one_other ? "the other taskset is never picked again" : "the other tasksets are never picked again";
  const std::string starved = taskset.parent == nullptr
                                  ? std::string(others)
                                  : fmt::format("`{}` never goes on", taskset.parent->tree->name.text);
  auto report =
      analysis.emitter.emit(DiagnosticCode::NoWayOut, taskset.tree->name.span, taskset.tree->name.text);
  if (taskset.exits.interrupts || taskset.exits.stops) {
    report.help(
        "its `interrupt` is in a task or branch that is never reached, so once entered it is never left, and "
        "{}",
        starved);
  } else {
    report.help("once entered it is never left, and {}: add `task(1) leave {{ interrupt }}`", starved);
  }
}

void report_long_visit(Analysis& analysis, const TasksetSymbol& taskset, const mix::Visit& visit) {
  double picks = 0;
  for (const mix::Estimate& often : visit.begun) picks += often.value;
  if (picks < kEndlessPicks) return;
  analysis.emitter
      .emit(DiagnosticCode::LongVisit, taskset.tree->name.span, taskset.tree->name.text,
            fmt::format("{:.0f}", picks))
      .help(
          "that is no end in any run: make what leaves it likelier; `nestc mix` shows the picks of a visit");
}

std::uint32_t weight_in(const hir::Plan& plan, const hir::Program& program, hir::TasksetId taskset) {
  for (const hir::PlanWeight& each : plan.weights) {
    if (each.taskset == taskset) return each.weight;
  }
  return program.tasksets[hir::index(taskset)].weight;
}

// Each arrival takes a user that never comes back. `was_reported`: the taskset, for the same reason.
void report_endless_visits(Analysis& analysis, const TasksetSymbol& taskset, bool was_reported) {
  for (const hir::Plan& plan : analysis.program.plans) {
    if (plan.kind != hir::LoadKind::Arrivals || was_reported) continue;
    if (weight_in(plan, analysis.program, taskset.id) == 0) continue;
    analysis.emitter.emit(DiagnosticCode::EndlessVisits, plan.span, taskset.tree->name.text, plan.name)
        .note(taskset.tree->name.span, "once entered it is never left")
        .help("add `task(1) leave {{ interrupt }}` to it: a visit ends when its taskset is left");
  }
}

}  // namespace

void lint_ways_out(Analysis& analysis) {
  const mix::Model model = mix::build_model(analysis.program, analysis.sources);
  const std::vector<mix::Visit> visits = mix::visits_of(model, {});
  // A user who stops leaves every taskset around it.
  for (auto taskset = analysis.tasksets.rbegin(); taskset != analysis.tasksets.rend(); ++taskset) {
    if (taskset->exits.stops && taskset->parent != nullptr) taskset->parent->exits.stops = true;
  }
  const auto competes = [](const hir::Taskset& taskset) { return !taskset.parent && taskset.weight > 0; };
  const auto competing = std::ranges::count_if(analysis.program.tasksets, competes);
  for (const TasksetSymbol& taskset : analysis.tasksets) {
    const mix::Visit& visit = visits[hir::index(taskset.id)];
    const bool is_picked = analysis.program.tasksets[hir::index(taskset.id)].weight > 0;
    if (taskset.parent == nullptr && !is_left(visit))
      report_endless_visits(analysis, taskset, is_picked && competing >= 2);
    if (taskset.parent == nullptr && competing < 2) continue;
    if (!is_picked) continue;
    if (is_left(visit)) {
      report_long_visit(analysis, taskset, visit);
    } else {
      report_no_way_out(analysis, taskset, competing == 2);
    }
  }
}

}  // namespace nest::sema
