// Times that are hardly what was meant: the wrong unit, or none of the time at all.

#include "compiler/hir/walk.h"
#include "compiler/sema/lints.h"

namespace nest::sema {
namespace {

constexpr std::int64_t kMillisecond = 1'000'000;
constexpr std::int64_t kHour = 3'600'000 * kMillisecond;

void report(Analysis& analysis, Span place, std::string_view what, std::string_view help) {
  analysis.emitter.emit(DiagnosticCode::HardlyMeant, place, what, analysis.text_of(place)).help("{}", help);
}

const std::int64_t* constant_time(const hir::Expression& expression) {
  const auto* constant = std::get_if<hir::Constant>(&expression.node);
  return constant == nullptr ? nullptr : std::get_if<std::int64_t>(&constant->value);
}

void lint_sleep(Analysis& analysis, const hir::Expression& duration) {
  const std::int64_t* time = constant_time(duration);
  if (time == nullptr) return;
  if (*time <= 0) report(analysis, duration.span, "a sleep", "it does not wait at all: leave it out");
  if (*time > kHour) report(analysis, duration.span, "a sleep", "seconds are written `s`, milliseconds `ms`");
}

void lint_timeout(Analysis& analysis, const hir::Expression& timeout) {
  const std::int64_t* time = constant_time(timeout);
  if (time == nullptr) return;
  if (*time < kMillisecond) report(analysis, timeout.span, "a timeout", "hardly any answer comes so soon");
  if (*time > kHour)
    report(analysis, timeout.span, "a timeout", "seconds are written `s`, milliseconds `ms`");
}

// A pace may well be of hours: a job that runs twice a day.
void lint_wait(Analysis& analysis, const ast::Wait& tree, const hir::Wait& wait) {
  if (wait.kind == hir::WaitKind::None || wait.kind == hir::WaitKind::Pace) return;
  const bool is_range = wait.kind == hir::WaitKind::Uniform;
  const std::int64_t time = is_range ? wait.b : wait.a;
  const ast::ExpressionPtr& written = is_range ? tree.second : tree.first;
  if (time <= kHour || written == nullptr) return;
  report(analysis, written->span, "a wait", "seconds are written `s`, milliseconds `ms`");
}

}  // namespace

void lint_times(Analysis& analysis) {
  for (const hir::Function& function : analysis.program.functions) {
    hir::for_each_statement(function.body, [&](const hir::Statement& statement) {
      if (const auto* sleep = std::get_if<hir::Sleep>(&statement.node))
        lint_sleep(analysis, *sleep->duration);
      const auto* request = std::get_if<hir::RequestStatement>(&statement.node);
      if (request != nullptr && request->timeout != nullptr) lint_timeout(analysis, *request->timeout);
    });
  }
  for (const TasksetSymbol& taskset : analysis.tasksets) {
    if (taskset.tree->waits.empty()) continue;
    lint_wait(analysis, taskset.tree->waits.front(), analysis.program.tasksets[hir::index(taskset.id)].wait);
  }
  if (analysis.user != nullptr && !analysis.user->waits.empty() && analysis.user_wait)
    lint_wait(analysis, analysis.user->waits.front(), *analysis.user_wait);
}

}  // namespace nest::sema
