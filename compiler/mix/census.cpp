#include "compiler/mix/census.h"

namespace nest::mix {
namespace {

void count_body(std::optional<hir::FunctionId> id, Estimate times, Census& census) {
  if (id) census.bodies[hir::index(*id)] += times;
}

void count_pick(const Model& model, const std::vector<Visit>& visits, std::uint32_t taskset, std::size_t pick,
                Estimate times, Census& census) {
  const KeptPick& picked = visits[taskset].kept[pick];
  census.waits[taskset] += times * visits[taskset].wait_after[pick];
  if (picked.is_task) {
    census.tasks[picked.index] += times;
    count_body(model.tasks[picked.index].run, times, census);
  } else {
    count_visits(model, visits, picked.index, times, census);
  }
}

}  // namespace

Census::Census(const Model& model)
    : bodies(model.bodies.size()),
      visits(model.tasksets.size()),
      tasks(model.tasks.size()),
      waits(model.tasksets.size()),
      turns_in(kOutside) {}

void Census::scale(Estimate times) {
  for (auto* counts : {&bodies, &visits, &tasks, &waits}) {
    for (Estimate& count : *counts) count = count * times;
  }
  between = between * times;
}

void count_visits(const Model& model, const std::vector<Visit>& visits, std::uint32_t taskset, Estimate times,
                  Census& census) {
  if (times == Estimate{}) return;
  const hir::Taskset& entered = model.tasksets[taskset];
  census.visits[taskset] += times;
  count_body(entered.init, times, census);
  count_body(entered.on_start, times, census);
  count_body(entered.on_stop, times * visits[taskset].closing, census);
  for (std::size_t i = 0; i < visits[taskset].kept.size(); ++i)
    count_pick(model, visits, taskset, i, times * visits[taskset].begun[i], census);
}

void count_loop(const Model& model, const std::vector<Visit>& visits, std::uint32_t taskset,
                const PickLoop& loop, Census& census) {
  for (std::size_t i = 0; i < visits[taskset].kept.size(); ++i)
    count_pick(model, visits, taskset, i, loop.shares[i], census);
}

Estimate time_of(const Model& model, const Census& census, double latency) {
  Estimate time = census.between + census.turns.time(latency);
  for (std::size_t i = 0; i < model.bodies.size(); ++i)
    time += census.bodies[i] * model.bodies[i].effects.time(latency);
  for (const Estimate wait : census.waits) time += wait;
  return time;
}

}  // namespace nest::mix
