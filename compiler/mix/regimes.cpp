#include "compiler/mix/regimes.h"

#include <utility>

namespace nest::mix {
namespace {

constexpr Estimate kNever{};

class RegimeSearch {
 public:
  RegimeSearch(const Model& model, const std::vector<Visit>& visits, const std::vector<Estimate>& shares,
               double latency)
      : model_(model), visits_(visits), shares_(shares), latency_(latency) {}

  LongRun run() {
    const Estimate starts = ending(model_.user.on_start, Ending::Done);
    Estimate stopped;
    Estimate trapped;
    Census round(model_);
    for (std::uint32_t i = 0; i < shares_.size(); ++i) {
      if (shares_[i].is_zero()) continue;
      stopped += shares_[i] * visits_[i].stopped;
      trapped += shares_[i] * visits_[i].trapped;
      count_visits(model_, visits_, i, shares_[i], round);
      round.between += shares_[i] * visits_[i].wait_at_top;
    }
    const Estimate start_stuck = stuck(model_.user.on_start);
    const Estimate last = stopped + trapped;
    if (last.is_zero()) {
      // A user whose on_start fails ends at once; nothing of it is left in the long run.
      if (!starts.is_zero()) add(starts, std::move(round));
    } else {
      round.scale(starts / last);  // now: all rounds of a life
      if (trapped.is_zero() && start_stuck.is_zero()) {
        add_life(std::move(round));
      } else {
        add_loops(round);
      }
    }
    if (!start_stuck.is_zero()) add_body_loops(model_.user.on_start, exact(1), Census::kOutside);
    finish(starts, stopped, last);
    return std::move(result_);
  }

 private:
  [[nodiscard]] Estimate ending(std::optional<hir::FunctionId> id, Ending kind) const {
    if (id) return model_.bodies[hir::index(*id)].ending(kind);
    return kind == Ending::Done ? exact(1) : kNever;
  }
  [[nodiscard]] Estimate stuck(std::optional<hir::FunctionId> id) const {
    return id ? model_.bodies[hir::index(*id)].stuck() : kNever;
  }

  void add(Estimate probability, Census cycle) {
    if (!probability.is_zero()) result_.regimes.push_back({probability, std::move(cycle)});
  }

  // Users that end: as if each were followed by a new one at once.
  void add_life(Census life) {
    for (const auto id : {model_.user.init, model_.user.on_start, model_.user.on_stop}) {
      if (id) life.bodies[hir::index(*id)] += exact(1);
    }
    result_.life_time = time_of(model_, life, latency_);
    add(exact(1), std::move(life));
  }

  // What a user may get into and never leaves, with the expected times of everything before.
  void add_loops(const Census& before) {
    for (std::uint32_t i = 0; i < visits_.size(); ++i) {
      const Estimate times = before.visits[i];
      if (times.is_zero()) continue;
      for (const PickLoop& loop : visits_[i].loops) {
        Census cycle(model_);
        count_loop(model_, visits_, i, loop, cycle);
        add(times * loop.probability, std::move(cycle));
      }
      const hir::Taskset& taskset = model_.tasksets[i];
      add_body_loops(taskset.on_start, times, i);
      add_body_loops(taskset.on_stop, times * visits_[i].closing, i);
      for (std::size_t k = 0; k < visits_[i].kept.size(); ++k) {
        const KeptPick& pick = visits_[i].kept[k];
        if (pick.is_task) add_body_loops(model_.tasks[pick.index].run, times * visits_[i].begun[k], i);
      }
    }
  }

  void add_body_loops(std::optional<hir::FunctionId> id, Estimate times, std::uint32_t taskset) {
    if (!id) return;
    for (const EndlessLoop& loop : model_.bodies[hir::index(*id)].endless) {
      Census cycle(model_);
      cycle.turns = loop.turn;
      cycle.turns_in = taskset;
      add(times * loop.probability, std::move(cycle));
    }
  }

  // Those that have not ended are what is left in the long run.
  void finish(Estimate starts, Estimate stopped, Estimate last) {
    const Estimate at_start =
        ending(model_.user.on_start, Ending::Abandoned) + ending(model_.user.on_start, Ending::Stop) +
        ending(model_.user.on_start, Ending::Interrupt) + ending(model_.user.on_start, Ending::InterruptWait);
    result_.ending_share = at_start + (last.is_zero() ? kNever : starts * stopped / last);
    Estimate sum;
    for (const Regime& regime : result_.regimes) sum += regime.probability;
    if (sum.is_zero()) return;
    for (Regime& regime : result_.regimes) regime.probability = regime.probability / sum;
    if (result_.regimes.size() == 1) result_.regimes.front().probability = exact(1);
  }

  const Model& model_;
  const std::vector<Visit>& visits_;
  const std::vector<Estimate>& shares_;
  double latency_;
  LongRun result_;
};

}  // namespace

LongRun find_regimes(const Model& model, const std::vector<Visit>& visits,
                     const std::vector<Estimate>& shares, double latency) {
  return RegimeSearch(model, visits, shares, latency).run();
}

}  // namespace nest::mix
