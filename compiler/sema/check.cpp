#include "compiler/sema/check.h"

#include <algorithm>
#include <cassert>

#include "compiler/diagnostics/unique_sink.h"
#include "compiler/hir/verify.h"
#include "compiler/sema/analysis.h"
#include "compiler/sema/certain_sink.h"
#include "compiler/sema/check_data.h"
#include "compiler/sema/check_function.h"
#include "compiler/sema/check_metric.h"
#include "compiler/sema/check_once.h"
#include "compiler/sema/check_plan.h"
#include "compiler/sema/check_service.h"
#include "compiler/sema/check_shared.h"
#include "compiler/sema/check_taskset.h"
#include "compiler/sema/check_values.h"
#include "compiler/sema/declare_tasksets.h"
#include "compiler/sema/lints.h"
#include "compiler/sema/read_allowances.h"

namespace nest {
namespace {

void check_something_is_picked(sema::Analysis& analysis) {
  const auto& tasksets = analysis.program.tasksets;
  const auto is_picked = [](const hir::Taskset& taskset) { return !taskset.parent && taskset.weight > 0; };
  if (tasksets.empty() || std::ranges::any_of(tasksets, is_picked)) return;
  analysis.emitter.emit(DiagnosticCode::NoTasksetToPick, analysis.tasksets.front().tree->name.span)
      .help("give one of them a weight above 0");
}

/// A file that could not be read may have been the one with the tasksets.
void check_there_is_a_taskset(const sema::Analysis& analysis, const Emitter& emitter) {
  if (!analysis.tasksets.empty() || emitter.errors() > 0) return;
  analysis.emitter.emit(DiagnosticCode::NoTasksets, std::nullopt)
      .help("write one: `taskset Name {{ task first {{ … }} }}`");
}

/// `emitter` has what all phases have said; what is found here goes to `each`.
std::optional<hir::Program> check_allowing(std::span<const Module> modules, const SourceSet& sources,
                                           const Emitter& emitter, Emitter& each,
                                           std::span<const std::string> services, const HostRules& hosts,
                                           const Allowances& allowances) {
  sema::Analysis analysis(sources, each);
  sema::check_values(analysis, modules);
  sema::declare_shared(analysis);
  sema::declare_metrics(analysis);
  sema::declare_data(analysis);
  sema::declare_project_services(analysis, services);
  sema::check_services(analysis);
  sema::declare_tasksets(analysis);
  check_there_is_a_taskset(analysis, emitter);
  sema::order_functions(analysis);
  if (analysis.user != nullptr) sema::check_user_state(analysis, *analysis.user);
  sema::check_functions(analysis);
  sema::check_once(analysis);
  if (analysis.user != nullptr) sema::check_user_hooks(analysis, *analysis.user);
  for (sema::TasksetSymbol& taskset : analysis.tasksets) sema::check_taskset(analysis, taskset);
  for (const sema::TasksetSymbol& taskset : analysis.tasksets) sema::check_picks(analysis, taskset);
  check_something_is_picked(analysis);
  sema::settle_metrics(analysis);
  sema::check_plans(analysis);
  // What an error hides would count as unused: a misspelt name, the body of a wrong `if`.
  if (emitter.mistakes() > 0) return std::nullopt;
  sema::lint_unused_variables(analysis);
  sema::lint_unused_functions(analysis);
  sema::lint_unused_imports(analysis);
  sema::lint_ways_out(analysis);
  sema::lint_conditions(analysis);
  sema::lint_loops(analysis);
  sema::lint_state(analysis);
  sema::lint_times(analysis);
  sema::lint_requests(analysis, hosts);
  sema::report_unused(allowances, each);
  if (emitter.errors() > 0) return std::nullopt;  // with warnings as errors
  sema::count_claims(analysis.program);
  assert(hir::verify(analysis.program).empty());
  return std::move(analysis.program);
}

}  // namespace

std::optional<hir::Program> check(std::span<const Module> modules, const SourceSet& sources, Emitter& emitter,
                                  std::span<const std::string> services, const HostRules& hosts) {
  UniqueSink findings(emitter);  // a taskset that is included is checked in each place
  sema::CertainSink certain(modules, sources, findings);
  Emitter each(certain, emitter.warnings_as_errors());
  Allowances allowances = sema::read_allowances(modules, sources, each);
  each.obey(&allowances);
  return check_allowing(modules, sources, emitter, each, services, hosts, allowances);
}

}  // namespace nest
