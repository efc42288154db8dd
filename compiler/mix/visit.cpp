#include "compiler/mix/visit.h"

#include <algorithm>
#include <utility>

#include "compiler/mix/picks.h"
#include "compiler/mix/wait.h"

namespace nest::mix {
namespace {

/// One taskset, when all that are nested in it are done.
class VisitAnalysis {
 public:
  VisitAnalysis(const Model& model, const MixOptions& options, const std::vector<Visit>& visits,
                std::uint32_t taskset, Visit& visit)
      : model_(model),
        latency_(static_cast<double>(options.latency)),
        visits_(visits),
        taskset_(model.tasksets[taskset]),
        visit_(visit) {}

  void run() {
    const Body& start = body(taskset_.on_start);
    walk_picks(start.ending(Ending::Done));
    leave(start);
    find_waits();
    find_time(start);
  }

 private:
  [[nodiscard]] const Body& body(std::optional<hir::FunctionId> id) const {
    static const Body nothing = [] {
      Body done;
      done.endings[static_cast<std::size_t>(Ending::Done)] = exact(1);
      return done;
    }();
    return id ? model_.bodies[hir::index(*id)] : nothing;
  }
  [[nodiscard]] const Body& task(const KeptPick& pick) const { return body(model_.tasks[pick.index].run); }
  [[nodiscard]] const Visit& nested(const KeptPick& pick) const { return visits_[pick.index]; }

  // The probability that a pick is the last one of the visit.
  [[nodiscard]] Estimate leaves(const KeptPick& pick) const {
    if (!pick.is_task) return nested(pick).stopped + nested(pick).trapped;
    const Body& run = task(pick);
    return run.ending(Ending::Interrupt) + run.ending(Ending::InterruptWait) + run.ending(Ending::Stop) +
           run.stuck();
  }
  [[nodiscard]] Estimate waits_after(const KeptPick& pick) const {
    if (!pick.is_task) return nested(pick).waiting;
    return task(pick).ending(Ending::Done) + task(pick).ending(Ending::Abandoned);
  }
  [[nodiscard]] Estimate time_of(const KeptPick& pick) const {
    return pick.is_task ? task(pick).effects.time(latency_) : nested(pick).time.value_or(Estimate{});
  }

  void walk_picks(Estimate begins) {
    std::vector<Estimate> leaving;
    for (const KeptPick& pick : visit_.kept) leaving.push_back(leaves(pick));
    PickWalk walk = walk_taskset(taskset_, visit_.kept, leaving);
    for (Estimate& often : walk.begun) often = often * begins;
    for (PickLoop& loop : walk.loops) loop.probability = loop.probability * begins;
    visit_.begun = std::move(walk.begun);
    visit_.loops = std::move(walk.loops);
    chain_ends_ = walk.chain_ends * begins;
  }

  void leave(const Body& start) {
    Estimate at_once = chain_ends_;
    Estimate waiting = start.ending(Ending::Abandoned);
    Estimate stopped = start.ending(Ending::Stop);
    visit_.trapped = start.stuck();
    for (const PickLoop& loop : visit_.loops) visit_.trapped += loop.probability;
    for (std::size_t i = 0; i < visit_.kept.size(); ++i) {
      const KeptPick& pick = visit_.kept[i];
      const Estimate often = visit_.begun[i];
      const Estimate stuck = pick.is_task ? task(pick).stuck() : nested(pick).trapped;
      visit_.stuck.push_back(stuck);
      visit_.trapped += often * stuck;
      if (pick.is_task) {
        at_once += often * task(pick).ending(Ending::Interrupt);
        waiting += often * task(pick).ending(Ending::InterruptWait);
        stopped += often * task(pick).ending(Ending::Stop);
      } else {
        stopped += often * nested(pick).stopped;
      }
    }
    const Body& stop = body(taskset_.on_stop);
    visit_.closing = at_once + waiting + stopped;
    const Estimate ends_user = stop.ending(Ending::Stop);
    const Estimate goes_on = exact(1) - ends_user - stop.stuck();
    // An interrupt in on_start leaves without on_stop.
    visit_.at_once = at_once * goes_on + start.ending(Ending::Interrupt);
    visit_.waiting = waiting * goes_on + start.ending(Ending::InterruptWait);
    visit_.stopped = stopped * (exact(1) - stop.stuck()) + (at_once + waiting) * ends_user;
    visit_.trapped += visit_.closing * stop.stuck();
  }

  void find_waits() {
    const bool pace = taskset_.wait.kind == hir::WaitKind::Pace;
    const Estimate mean = exact(mean_wait(taskset_.wait));
    const Estimate carried = pace ? carried_time() : Estimate{};
    Estimate time_to_leave;
    Estimate leaves_waiting;
    for (std::size_t i = 0; i < visit_.kept.size(); ++i) {
      const KeptPick& pick = visit_.kept[i];
      const Estimate share = waits_after(pick);
      const Estimate wait = pace && !share.is_zero() ? rest_of_pace(pick, share, carried) : mean;
      visit_.wait_after.push_back(share * wait);
      if (!pick.is_task) continue;
      const Estimate last = visit_.begun[i] * task(pick).ending(Ending::InterruptWait);
      leaves_waiting += last;
      time_to_leave += last * time_of(pick);
    }
    if (!pace) {
      visit_.wait_at_top = visit_.waiting * mean;
    } else if (!leaves_waiting.is_zero() && !visit_.waiting.is_zero()) {
      const Estimate since = time_to_leave / leaves_waiting + body(taskset_.on_stop).effects.time(latency_);
      visit_.wait_at_top = leaves_waiting * by_mean(mean.value - since.value);
    }
  }

  // The mean time since the latest wait that nested tasksets have taken that were left at once.
  [[nodiscard]] Estimate carried_time() const {
    Estimate time;
    Estimate waits;
    for (std::size_t i = 0; i < visit_.kept.size(); ++i) {
      const KeptPick& pick = visit_.kept[i];
      Estimate often = visit_.begun[i];
      for (const PickLoop& loop : visit_.loops) often += loop.shares[i];
      waits += often * waits_after(pick);
      if (!pick.is_task) time += often * nested(pick).at_once * time_of(pick);
    }
    return waits.is_zero() ? Estimate{} : time / waits;
  }

  // Means give E[max(0, period - time)] exactly only when the time is always within the period, or never.
  [[nodiscard]] Estimate rest_of_pace(const KeptPick& pick, Estimate share, Estimate carried) {
    const Estimate taken = time_of(pick) + carried;
    const double rest = mean_wait(taskset_.wait) - taken.value;
    if (pick.is_task && carried.is_zero()) {
      const Bounds bounds = task(pick).effects.time_bounds(latency_);
      if (bounds.least >= mean_wait(taskset_.wait)) return exact(0);
      const bool within = bounds.most <= mean_wait(taskset_.wait);
      if (within && (share.value == 1 || bounds.least == bounds.most)) return {rest, taken.assumed};
    }
    return by_mean(rest);
  }
  [[nodiscard]] Estimate by_mean(double rest) {
    visit_.pace_by_mean = true;
    return {std::max(rest, 0.0), true};
  }

  void find_time(const Body& start) {
    if (!visit_.trapped.is_zero()) return;
    Estimate time = body(taskset_.init).effects.time(latency_) + start.effects.time(latency_) +
                    visit_.closing * body(taskset_.on_stop).effects.time(latency_);
    for (std::size_t i = 0; i < visit_.kept.size(); ++i)
      time += visit_.begun[i] * (time_of(visit_.kept[i]) + visit_.wait_after[i]);
    visit_.time = time;
  }

  const Model& model_;
  double latency_;
  const std::vector<Visit>& visits_;
  const hir::Taskset& taskset_;
  Visit& visit_;
  Estimate chain_ends_;
};

}  // namespace

std::vector<Visit> visits_of(const Model& model, const MixOptions& options) {
  std::vector<Visit> visits = keep_picks(model, options);
  // Parents come before their children.
  for (auto i = static_cast<std::uint32_t>(visits.size()); i-- > 0;) {
    if (!visits[i].kept.empty()) VisitAnalysis(model, options, visits, i, visits[i]).run();
  }
  return visits;
}

}  // namespace nest::mix
