#include "compiler/sema/check_plan.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/diagnostics/suggestion.h"
#include "compiler/hir/overloaded.h"
#include "compiler/sema/check_constant.h"

namespace nest::sema {
namespace {

/// One plan on its way from the tree to the program.
class PlanCheck {
 public:
  PlanCheck(Analysis& analysis, const Scope& scope, const ast::Plan& tree, hir::Plan& out)
      : analysis_(analysis), scope_(scope), tree_(tree), out_(out) {}

  void run() {
    for (const ast::PlanMember& each : tree_.members) {
      if (const auto* step = std::get_if<ast::PlanStep>(&each.node)) this->step(*step, each.span);
    }
    if (kind_ == nullptr) {
      analysis_.emitter.emit(DiagnosticCode::PlanWithoutSteps, tree_.name.span, tree_.name.text)
          .help("`users 100 for 5m`");
    }
    for (const ast::PlanMember& each : tree_.members) member(each);
    if (are_whole_ && kind_ != nullptr && !anybody_comes()) {
      analysis_.emitter.emit(DiagnosticCode::PlanNumber, tree_.name.span, "nobody comes in this plan");
    }
  }

 private:
  void member(const ast::PlanMember& member) {
    std::visit(hir::Overloaded{
                   [](const ast::PlanStep&) {},
                   [&](const ast::PlanMaxUsers& n) {
                     of_arrivals("max_users", member.span);
                     out_.max_users = check_plan_count(analysis_, scope_, *n.users, "max_users", kMostUsers);
                   },
                   [&](const ast::PlanIterations& n) {
                     of_arrivals("iterations", member.span);
                     out_.iterations =
                         check_plan_count(analysis_, scope_, *n.count, "iterations", kMostArrivals);
                   },
                   [&](const ast::PlanWeights& n) {
                     once("weights", member.span);
                     for (const ast::Field& field : n.fields) weight(field);
                   },
                   [&](const ast::PlanLimit& n) {
                     if (auto limit = check_limit(analysis_, scope_, out_, n, member.span)) {
                       out_.limits.push_back(std::move(*limit));
                     }
                   },
               },
               member.node);
  }

  void step(const ast::PlanStep& step, Span span) {
    if (kind_ == nullptr) {
      kind_ = &step;
      first_ = span;
      out_.kind = step.kind == ast::LoadKind::Users ? hir::LoadKind::Users : hir::LoadKind::Arrivals;
    } else if (kind_->kind != step.kind) {
      analysis_.emitter.emit(DiagnosticCode::MixedPlan, span, tree_.name.text)
          .note(first_, "its first step is here")
          .help("make two plans of it");
      are_whole_ = false;
      out_.kind = hir::LoadKind::Arrivals;  // what belongs to either is not reported as well
      return;
    }
    if (step.name) step_name(*step.name);
    const auto level = [&](const ast::Expression& value) {
      return step.kind == ast::LoadKind::Users ? check_user_count(analysis_, scope_, value)
                                               : check_plan_rate(analysis_, scope_, value);
    };
    const auto from = step.from == nullptr ? std::nullopt : level(*step.from);
    const auto to = level(*step.to);
    const auto length = check_plan_time(analysis_, scope_, *step.length);
    if (!to || !length || (step.from != nullptr && !from)) are_whole_ = false;
    hir::PlanStep& made = out_.steps.emplace_back();
    if (step.name) made.name = step.name->text;
    made.span = span;
    made.to = to.value_or(hir::Amount{});
    made.from = step.from == nullptr ? made.to : from.value_or(hir::Amount{});
    made.length = length.value_or(hir::Amount{1});
  }

  void step_name(const ast::Name& name) {
    if (name.text == "ramp") {
      analysis_.emitter.emit(DiagnosticCode::ReservedName, name.span, name.text);
      return;
    }
    const auto [first, added] = steps_.emplace(name.text, name.span);
    if (added) return;
    analysis_.emitter.emit(DiagnosticCode::DuplicatePlan, name.span, "steps", name.text)
        .note(first->second, "the other one is here");
  }

  void of_arrivals(std::string_view word, Span span) {
    once(word, span);
    if (kind_ != nullptr && out_.kind == hir::LoadKind::Arrivals) return;
    analysis_.emitter.emit(DiagnosticCode::PlanMemberOfArrivals, span, word);
  }

  void once(std::string_view word, Span span) {
    const auto [first, added] = seen_.emplace(word, span);
    if (!added)
      analysis_.emitter.emit(DiagnosticCode::DuplicateClause, span, word)
          .note(first->second, "first given here");
  }

  // A full name, or the end of one: as in nest.toml.
  [[nodiscard]] static bool names(std::string_view key, std::string_view full_name) {
    if (!full_name.ends_with(key)) return false;
    if (full_name.size() == key.size()) return true;
    const char before = full_name[full_name.size() - key.size() - 1];
    return before == '/' || before == '.';
  }

  void weight(const ast::Field& field) {
    const std::vector<hir::Taskset>& all = analysis_.program.tasksets;
    std::vector<std::size_t> found;
    std::vector<std::string_view> known;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (all[i].parent) continue;
      known.push_back(all[i].name);
      if (names(field.key.text, all[i].full_name)) found.push_back(i);
    }
    const std::uint32_t weight = check_weight(analysis_, scope_, *field.value);
    if (found.size() == 1) {
      set_weight(static_cast<hir::TasksetId>(found.front()), weight, field.key.span);
      return;
    }
    const std::string& name = field.key.text;
    auto report = analysis_.emitter.emit(
        DiagnosticCode::UnknownPlanTaskset, field.key.span,
        found.empty() ? fmt::format("no taskset is named `{}`", name)
                      : fmt::format("`{}` is the name of {} tasksets", name, found.size()));
    if (!found.empty()) {
      report.help("write the full name of one: `\"{}\"`", all[found.front()].full_name);
    } else if (const auto near = nearest_name(name, known)) {
      report.help("did you mean `{}`?", *near);
    }
  }

  void set_weight(hir::TasksetId taskset, std::uint32_t weight, Span span) {
    const auto is_twin = [&](const hir::PlanWeight& each) { return each.taskset == taskset; };
    if (std::ranges::any_of(out_.weights, is_twin)) {
      analysis_.emitter.emit(DiagnosticCode::DuplicateWeight, span,
                             analysis_.program.tasksets[hir::index(taskset)].full_name);
      return;
    }
    out_.weights.push_back({taskset, weight});
  }

  [[nodiscard]] bool anybody_comes() const {
    return std::ranges::any_of(out_.steps, [](const hir::PlanStep& step) {
      return step.from.global || step.to.global || step.from.value > 0 || step.to.value > 0;
    });
  }

  Analysis& analysis_;
  const Scope& scope_;
  const ast::Plan& tree_;
  hir::Plan& out_;
  static constexpr std::int64_t kMostUsers = 10'000'000;
  static constexpr std::int64_t kMostArrivals = 1'000'000'000'000'000;

  const ast::PlanStep* kind_ = nullptr;  // the first step, which decides
  Span first_;
  bool are_whole_ = true;  // all numbers of all steps are known
  std::map<std::string_view, Span> steps_;
  std::map<std::string_view, Span> seen_;
};

}  // namespace

void check_plans(Analysis& analysis) {
  for (const ModuleSymbol& symbol : analysis.modules) {
    std::map<std::string_view, Span> seen;
    for (const ast::Plan& tree : symbol.module->tree.plans) {
      const auto [first, added] = seen.emplace(tree.name.text, tree.name.span);
      if (!added) {
        analysis.emitter.emit(DiagnosticCode::DuplicatePlan, tree.name.span, "plans", tree.name.text)
            .note(first->second, "the other one is here");
      }
      hir::Plan& plan = analysis.program.plans.emplace_back();
      plan.name = tree.name.text;
      plan.full_name = symbol.module->name + "." + tree.name.text;
      plan.doc = tree.doc;
      plan.span = tree.name.span;
      PlanCheck(analysis, symbol.scope, tree, plan).run();
    }
  }
}

}  // namespace nest::sema
