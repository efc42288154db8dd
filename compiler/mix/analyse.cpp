#include "compiler/mix/analyse.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "compiler/mix/picks.h"
#include "compiler/mix/regimes.h"
#include "compiler/mix/totals.h"
#include "compiler/mix/visit.h"

namespace nest::mix {
namespace {

constexpr double kMinute = 60e9;

/// The analysis of one set of weights, step by step.
class MixAnalysis {
 public:
  MixAnalysis(const Model& model, const MixOptions& options)
      : model_(model), options_(options), latency_(static_cast<double>(options.latency)) {}

  std::optional<Mix> run() {
    visits_ = visits_of(model_, options_);
    if (!find_shares()) return std::nullopt;
    LongRun long_run = find_regimes(model_, visits_, shares_, latency_);
    mix_.latency = options_.latency;
    mix_.ending_share = long_run.ending_share;
    mix_.life_time = long_run.life_time;
    const Totals totals = total(model_, long_run.regimes, latency_);
    for (std::uint32_t i = 0; i < model_.tasksets.size(); ++i) mix_.tasksets.push_back(taskset(i));
    count_visits_inward();
    share_tasks(totals);
    share_requests(totals);
    share_times(totals);
    list_assumptions();
    return std::move(mix_);
  }

 private:
  // False: nothing can be picked.
  bool find_shares() {
    double sum = 0;
    shares_.resize(model_.tasksets.size());
    const auto weight = [this](std::uint32_t i) {
      const bool top = !model_.tasksets[i].parent && !visits_[i].kept.empty();
      return top ? static_cast<double>(weight_of(model_, options_, i)) : 0.0;
    };
    for (std::uint32_t i = 0; i < shares_.size(); ++i) sum += weight(i);
    if (sum == 0) return false;
    for (std::uint32_t i = 0; i < shares_.size(); ++i) shares_[i] = exact(weight(i) / sum);
    return true;
  }

  TasksetMix taskset(std::uint32_t index) const {
    const hir::Taskset& from = model_.tasksets[index];
    TasksetMix result;
    result.name = from.name;
    result.full_name = from.full_name;
    if (from.parent) result.parent = static_cast<std::uint32_t>(*from.parent);
    result.weight = weight_of(model_, options_, index);
    result.order = from.order == hir::Order::Random       ? PickOrder::Random
                   : from.order == hir::Order::Sequential ? PickOrder::Sequential
                                                          : PickOrder::Chain;
    result.visit_share = shares_[index];
    result.visit_time = visits_[index].time;
    add_picks(visits_[index], result);
    return result;
  }

  static void add_picks(const Visit& visit, TasksetMix& result) {
    double weights = 0;
    Estimate picks;
    for (const KeptPick& pick : visit.kept) weights += pick.weight;
    for (const Estimate often : visit.begun) picks += often;
    for (const KeptPick& pick : visit.kept)
      result.picks.push_back({pick.is_task, pick.index, pick.weight / weights});
    if (!visit.kept.empty() && visit.trapped.is_zero()) result.picks_per_visit = picks;
  }

  // What a visit holds with all that is nested in it; children come after their parents.
  void count_visits_inward() {
    for (std::uint32_t i = static_cast<std::uint32_t>(visits_.size()); i-- > 0;) {
      const Visit& visit = visits_[i];
      TasksetMix& result = mix_.tasksets[i];
      if (!result.picks_per_visit) continue;
      const hir::Taskset& from = model_.tasksets[i];
      Estimate tasks;
      Estimate requests;
      const auto add_body = [&](std::optional<hir::FunctionId> id, Estimate times) {
        if (id) requests += times * model_.bodies[hir::index(*id)].effects.requests;
      };
      add_body(from.init, exact(1));
      add_body(from.on_start, exact(1));
      add_body(from.on_stop, visit.closing);
      for (std::size_t k = 0; k < visit.kept.size(); ++k) {
        const KeptPick& pick = visit.kept[k];
        const Estimate often = visit.begun[k];
        if (pick.is_task) {
          tasks += often;
          add_body(model_.tasks[pick.index].run, often);
        } else {
          const TasksetMix& nested = mix_.tasksets[pick.index];
          tasks += often * nested.tasks_per_visit.value_or(Estimate{});
          requests += often * nested.requests_per_visit.value_or(Estimate{});
        }
      }
      result.tasks_per_visit = tasks;
      result.requests_per_visit = requests;
    }
    share_nested_visits();
  }

  void share_nested_visits() {
    for (std::uint32_t i = 0; i < visits_.size(); ++i) {
      const Visit& visit = visits_[i];
      Estimate picks;
      for (const Estimate often : visit.begun) picks += often;
      for (std::size_t k = 0; k < visit.kept.size(); ++k) {
        if (visit.kept[k].is_task) continue;
        Estimate share = picks.is_zero() ? Estimate{} : visit.begun[k] / picks;
        if (picks.is_zero()) {
          for (const PickLoop& loop : visit.loops) share += loop.probability * loop.shares[k];
        }
        // Of picks by weight, the probability of leaving takes nothing away.
        if (model_.tasksets[i].order == hir::Order::Random) share = exact(mix_.tasksets[i].picks[k].share);
        mix_.tasksets[visit.kept[k].index].visit_share = share;
      }
    }
  }

  [[nodiscard]] static std::optional<Estimate> per_minute(Estimate count, const Totals& totals) {
    if (!totals.time) return std::nullopt;
    return count * exact(kMinute) / *totals.time;
  }
  // What happens in a taskset happens in those around it, too.
  template <typename Share>
  void share_outward(const std::vector<Estimate>& counts, Estimate sum, Share share) {
    std::vector<Estimate> inclusive = counts;
    for (std::size_t i = inclusive.size(); i-- > 0;) {
      const auto parent = model_.tasksets[i].parent;
      if (parent) inclusive[hir::index(*parent)] += inclusive[i];
      if (!sum.is_zero()) share(mix_.tasksets[i]) = inclusive[i] / sum;
    }
  }

  void share_tasks(const Totals& totals) {
    Estimate sum;
    for (const Estimate count : totals.tasks) sum += count;
    for (std::size_t i = 0; i < model_.tasks.size(); ++i) {
      const hir::Task& task = model_.tasks[i];
      const Estimate share = sum.is_zero() ? Estimate{} : totals.tasks[i] / sum;
      mix_.tasks.push_back({task.full_name, static_cast<std::uint32_t>(task.taskset), share,
                            per_minute(totals.tasks[i], totals)});
    }
    mix_.tasks_per_minute = per_minute(sum, totals);
    share_outward(totals.tasks_in, sum, [](TasksetMix& in) -> Estimate& { return in.task_share; });
  }

  void share_requests(const Totals& totals) {
    Estimate sum;
    for (const Estimate count : totals.rows) sum += count;
    for (std::size_t i = 0; i < model_.rows.size(); ++i) {
      const Estimate share = sum.is_zero() ? Estimate{} : totals.rows[i] / sum;
      mix_.rows.push_back({model_.rows[i], share, per_minute(totals.rows[i], totals)});
    }
    mix_.requests_per_minute = per_minute(sum, totals);
    share_outward(totals.requests_in, sum, [](TasksetMix& in) -> Estimate& { return in.request_share; });
  }

  void share_times(const Totals& totals) {
    if (totals.time) {
      share_outward(totals.time_in, *totals.time, [](TasksetMix& in) -> Estimate& { return in.time_share; });
    }
  }

  void list_assumptions() {
    std::vector<std::uint32_t> used;
    const auto use = [&](std::optional<hir::FunctionId> id) {
      if (!id) return;
      const Body& body = model_.bodies[hir::index(*id)];
      used.insert(used.end(), body.assumptions.begin(), body.assumptions.end());
    };
    for (const auto id : {model_.user.init, model_.user.on_start, model_.user.on_stop}) use(id);
    for (const std::uint32_t i : reached()) {
      const hir::Taskset& taskset = model_.tasksets[i];
      for (const auto id : {taskset.init, taskset.on_start, taskset.on_stop}) use(id);
      for (const KeptPick& pick : visits_[i].kept) {
        if (pick.is_task) use(model_.tasks[pick.index].run);
      }
      if (visits_[i].pace_by_mean) mix_.assumptions.push_back(model_.places[i]);
    }
    for (const std::uint32_t i : used) mix_.assumptions.push_back(model_.assumptions[i]);
    const auto place = [](const Assumption& a) { return std::tie(a.path, a.line, a.column, a.kind); };
    std::ranges::sort(mix_.assumptions, {}, place);
    const auto same = std::ranges::unique(mix_.assumptions, {}, place);
    mix_.assumptions.erase(same.begin(), same.end());
  }

  [[nodiscard]] std::vector<std::uint32_t> reached() const {
    std::vector<std::uint32_t> found;
    for (std::uint32_t i = 0; i < shares_.size(); ++i) {
      if (!shares_[i].is_zero()) found.push_back(i);
    }
    for (std::size_t k = 0; k < found.size(); ++k) {
      for (const KeptPick& pick : visits_[found[k]].kept) {
        if (!pick.is_task) found.push_back(pick.index);
      }
    }
    return found;
  }

  const Model& model_;
  const MixOptions& options_;
  double latency_;
  std::vector<Visit> visits_;
  std::vector<Estimate> shares_;
  Mix mix_;
};

}  // namespace

std::optional<Mix> analyse(const Model& model, const MixOptions& options) {
  return MixAnalysis(model, options).run();
}

}  // namespace nest::mix
