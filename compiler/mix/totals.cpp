#include "compiler/mix/totals.h"

#include <algorithm>
#include <cstddef>

namespace nest::mix {
namespace {

/// Whose body is whose; Census::kOutside: the user's.
std::vector<std::uint32_t> owners_of(const Model& model) {
  std::vector<std::uint32_t> owners(model.bodies.size(), Census::kOutside);
  for (std::uint32_t i = 0; i < model.tasksets.size(); ++i) {
    const hir::Taskset& taskset = model.tasksets[i];
    for (const auto id : {taskset.init, taskset.on_start, taskset.on_stop}) {
      if (id) owners[hir::index(*id)] = i;
    }
  }
  for (const hir::Task& task : model.tasks)
    owners[hir::index(task.run)] = static_cast<std::uint32_t>(task.taskset);
  return owners;
}

void add_effects(const Effects& effects, Estimate times, std::uint32_t taskset, double latency,
                 Totals& totals) {
  for (const auto& [row, count] : effects.rows) totals.rows[row] += count * times;
  if (taskset == Census::kOutside) return;
  totals.requests_in[taskset] += effects.requests * times;
  totals.time_in[taskset] += effects.time(latency) * times;
}

}  // namespace

Totals total(const Model& model, const std::vector<Regime>& regimes, double latency) {
  Totals totals;
  totals.rows.resize(model.rows.size());
  totals.tasks.resize(model.tasks.size());
  for (auto* counts : {&totals.tasks_in, &totals.requests_in, &totals.time_in})
    counts->resize(model.tasksets.size());
  std::vector<Estimate> times;
  for (const Regime& regime : regimes) times.push_back(time_of(model, regime.cycle, latency));
  const bool timed = std::ranges::none_of(times, [](Estimate time) { return time.value <= 0; });
  const bool several = regimes.size() > 1;
  if (timed && !regimes.empty()) totals.time = several ? exact(1) : times.front();
  const std::vector<std::uint32_t> owners = owners_of(model);
  for (std::size_t k = 0; k < regimes.size(); ++k) {
    const Census& cycle = regimes[k].cycle;
    // Of several, each counts for the time that it takes.
    const Estimate part = several && timed ? regimes[k].probability / times[k] : regimes[k].probability;
    for (std::size_t i = 0; i < model.bodies.size(); ++i) {
      if (!cycle.bodies[i].is_zero())
        add_effects(model.bodies[i].effects, cycle.bodies[i] * part, owners[i], latency, totals);
    }
    add_effects(cycle.turns, part, cycle.turns_in, latency, totals);
    for (std::size_t i = 0; i < model.tasksets.size(); ++i) totals.time_in[i] += cycle.waits[i] * part;
    for (std::size_t i = 0; i < model.tasks.size(); ++i) {
      totals.tasks[i] += cycle.tasks[i] * part;
      totals.tasks_in[static_cast<std::size_t>(model.tasks[i].taskset)] += cycle.tasks[i] * part;
    }
  }
  return totals;
}

}  // namespace nest::mix
