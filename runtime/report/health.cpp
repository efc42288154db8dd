#include "runtime/report/health.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/report/format.h"

namespace nest {

namespace {

constexpr double kBusy = 0.9;

std::string worker_line(std::size_t number, const WorkerHealth& worker) {
  const Nanoseconds average =
      worker.timers == 0 ? 0 : worker.total_lag / static_cast<Nanoseconds>(worker.timers);
  return fmt::format("  worker {}: CPU {:.0f} %, timers late by {} on average, {} at worst{}\n", number,
                     100 * cpu_share(worker), duration_text(average), duration_text(worker.worst_lag),
                     at_its_limit(worker) ? "  <- at its limit" : "");
}

}  // namespace

double cpu_share(const WorkerHealth& worker) {
  if (worker.wall_time <= 0) return 0;
  return std::clamp(static_cast<double>(worker.cpu_time) / static_cast<double>(worker.wall_time), 0.0, 1.0);
}

bool at_its_limit(const WorkerHealth& worker) {
  return cpu_share(worker) > kBusy || worker.late_timers * 100 > worker.timers;
}

std::string health_text(const std::vector<WorkerHealth>& workers) {
  std::string text = "Load generator\n";
  for (std::size_t i = 0; i < workers.size(); ++i) text += worker_line(i, workers[i]);
  const auto limited = std::count_if(workers.begin(), workers.end(), at_its_limit);
  if (limited == 0) return text;
  return text +
         fmt::format(
             "WARNING: {} of {} workers were at their limit: the load generator, not only the target, "
             "shaped\n"
             "these numbers. Times include waiting inside nest; the target may be faster than they say.\n"
             "Use fewer users or more wait, more --threads, or a faster machine.\n",
             limited, workers.size());
}

}  // namespace nest
