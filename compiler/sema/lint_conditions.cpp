// Conditions that say nothing, and conditions that cannot hold together.

#include <optional>
#include <vector>

#include "compiler/hir/walk.h"
#include "compiler/sema/condition_facts.h"
#include "compiler/sema/lints.h"

namespace nest::sema {
namespace {

/// Conditions that are to hold at the same time: those of one request, or `expect`s and `require`s that
/// follow each other.
class Together {
 public:
  explicit Together(Analysis& analysis) : analysis_(&analysis) {}

  void add(const hir::Check& check) {
    const hir::Expression& condition = *check.condition;
    if (const auto outcome = decided(condition, analysis_->sources)) {
      if (*outcome) {
        analysis_->emitter.emit(DiagnosticCode::ConstantCondition, condition.span, *outcome)
            .help("it checks nothing: leave it out");
      } else {
        report_false(condition);
      }
      return;
    }
    for (auto& [subject, demand] : demands_of(condition, analysis_->sources)) {
      if (impossible(demand)) return report_never(condition.span);
      if (!demand_too(subject, demand, condition.span)) return;
    }
  }

 private:
  struct Earlier {
    Demand demand;
    Span place;
  };

  // False: reported.
  bool demand_too(const std::string& subject, const Demand& demand, Span place) {
    const auto [earlier, added] = demands_.try_emplace(subject, Earlier{demand, place});
    if (added) return true;
    if (contradict(earlier->second.demand, demand)) {
      const Span other = earlier->second.place;
      analysis_->emitter.emit(DiagnosticCode::Contradiction, place, analysis_->text_of(other))
          .note(other, "the other condition is here")
          .help("one of the two fails always; for either of them to do, write both with `or`");
      return false;
    }
    earlier->second = {both(earlier->second.demand, demand), place};
    return true;
  }

  // False whatever the run gives.
  void report_false(const hir::Expression& condition) {
    if (!std::holds_alternative<hir::Constant>(condition.node)) return report_never(condition.span);
    analysis_->emitter.emit(DiagnosticCode::NeverHolds, condition.span)
        .help(
            "nothing that the run gives is in it: check an answer, such as `status == 200`; to give up here, "
            "write `fail \"…\"`");
  }

  void report_never(Span place) {
    analysis_->emitter.emit(DiagnosticCode::NeverHolds, place)
        .help(
            "a `status` is 0 (no answer came) or has three digits; times, sizes and counts are never below "
            "0");
  }

  Analysis* analysis_;
  std::map<std::string, Earlier> demands_;
};

void lint_checks(Analysis& analysis, const hir::Block& block) {
  Together following(analysis);
  for (const hir::Statement& statement : block) {
    if (const auto* check = std::get_if<hir::Check>(&statement.node)) {
      following.add(*check);
      continue;
    }
    following = Together(analysis);
    if (const auto* request = std::get_if<hir::RequestStatement>(&statement.node)) {
      Together of_request(analysis);
      for (const hir::Check& check : request->checks) of_request.add(check);
    }
    hir::for_each_block(statement, [&](const hir::Block& inner) { lint_checks(analysis, inner); });
  }
}

void lint_branch(Analysis& analysis, const hir::Expression& condition, bool is_loop) {
  const auto outcome = decided(condition, analysis.sources);
  // `while true` is how one writes a loop that is left in its middle.
  if (!outcome || (is_loop && *outcome && std::holds_alternative<hir::Constant>(condition.node))) return;
  auto report = analysis.emitter.emit(DiagnosticCode::ConstantCondition, condition.span, *outcome);
  if (std::holds_alternative<hir::Constant>(condition.node))
    report.help("what is switched on and off for a run is a `param`: `param debug: bool = false`");
}

}  // namespace

void lint_conditions(Analysis& analysis) {
  for (const hir::Function& function : analysis.program.functions) {
    lint_checks(analysis, function.body);
    hir::for_each_statement(function.body, [&](const hir::Statement& statement) {
      if (const auto* branch = std::get_if<hir::If>(&statement.node))
        lint_branch(analysis, *branch->condition, false);
      if (const auto* loop = std::get_if<hir::While>(&statement.node))
        lint_branch(analysis, *loop->condition, true);
    });
  }
}

}  // namespace nest::sema
