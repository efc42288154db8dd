#include "runtime/report/health.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/report/format.h"

namespace nest {

namespace {

constexpr double kBusy = 0.9;
constexpr double kBoundPercent = 99;
// From here on a bound is worth a word, and from here on it is as long as the answers of many a target.
constexpr Nanoseconds kSuspectBound = kMillisecond;
constexpr Nanoseconds kInvalidBound = 50 * kMillisecond;
// Of 1,000 timers, how many may be late.
constexpr std::uint64_t kSuspectLate = 10;
constexpr std::uint64_t kInvalidLate = 100;

Nanoseconds bound_of(const WorkerHealth& worker) { return worker.delays.percentile(kBoundPercent); }

bool more_late_than(const WorkerHealth& worker, std::uint64_t in_a_thousand) {
  return worker.late_timers * 1000 > worker.timers * in_a_thousand;
}

bool is_invalid(const WorkerHealth& worker) {
  return bound_of(worker) > kInvalidBound || more_late_than(worker, kInvalidLate);
}

std::string worker_line(std::size_t number, const WorkerHealth& worker) {
  const Nanoseconds average =
      worker.timers == 0 ? 0 : worker.total_lag / static_cast<Nanoseconds>(worker.timers);
  return fmt::format("  worker {}: CPU {:.0f} %, timers late by {} on average, {} at worst{}\n", number,
                     100 * cpu_share(worker), duration_text(average), duration_text(worker.worst_lag),
                     at_its_limit(worker) ? "  <- at its limit" : "");
}

std::vector<std::string> reasons_of(std::size_t number, const WorkerHealth& worker) {
  std::vector<std::string> reasons;
  if (cpu_share(worker) > kBusy) {
    reasons.push_back(
        fmt::format("worker {} was busy for {:.0f} % of the time: the load is what nest could make, "
                    "not what was planned",
                    number, 100 * cpu_share(worker)));
  }
  if (more_late_than(worker, kSuspectLate)) {
    reasons.push_back(fmt::format("{} of {} timers of worker {} were more than {} late", worker.late_timers,
                                  worker.timers, number, duration_text(WorkerHealth::kLate)));
  }
  if (const Nanoseconds bound = bound_of(worker); bound > kSuspectBound) {
    reasons.push_back(fmt::format("users and answers of worker {} waited for their turn for up to {}", number,
                                  duration_text(bound)));
  }
  return reasons;
}

}  // namespace

double cpu_share(const WorkerHealth& worker) {
  if (worker.wall_time <= 0) return 0;
  return std::clamp(static_cast<double>(worker.cpu_time) / static_cast<double>(worker.wall_time), 0.0, 1.0);
}

bool at_its_limit(const WorkerHealth& worker) {
  return cpu_share(worker) > kBusy || more_late_than(worker, kSuspectLate);
}

std::string_view verdict_text(Verdict verdict) {
  switch (verdict) {
    case Verdict::Valid:
      return "VALID";
    case Verdict::Suspect:
      return "SUSPECT";
    case Verdict::Invalid:
      break;
  }
  return "INVALID";
}

RunHealth judge(const std::vector<WorkerHealth>& workers) {
  RunHealth health;
  DelayCounts delays;
  for (std::size_t i = 0; i < workers.size(); ++i) {
    delays.merge(workers[i].delays);
    for (std::string& reason : reasons_of(i, workers[i])) health.reasons.push_back(std::move(reason));
  }
  health.bound = delays.percentile(kBoundPercent);
  if (std::ranges::any_of(workers, is_invalid)) {
    health.verdict = Verdict::Invalid;
  } else if (!health.reasons.empty()) {
    health.verdict = Verdict::Suspect;
  }
  return health;
}

std::string health_text(const std::vector<WorkerHealth>& workers) {
  std::string text = "Load generator\n";
  for (std::size_t i = 0; i < workers.size(); ++i) text += worker_line(i, workers[i]);
  const RunHealth health = judge(workers);
  const bool batched =
      std::ranges::any_of(workers, [](const WorkerHealth& worker) { return worker.batches > 0; });
  text += fmt::format("{}: 99 % of the times are too long by at most {}{}\n", verdict_text(health.verdict),
                      duration_text(health.bound),
                      batched ? ", waiting to be sent together (io_uring) included" : "");
  for (const std::string& reason : health.reasons) text += fmt::format("  because {}\n", reason);
  const auto limited = std::count_if(workers.begin(), workers.end(), at_its_limit);
  if (limited == 0) return text;
  return text +
         fmt::format(
             "WARNING: {} of {} at the limit: the load generator, not only the target, shaped\n"
             "these numbers. Times include waiting inside nest; the target may be faster than they say.\n"
             "Use fewer users or more wait, more --threads, or a faster machine.\n",
             limited, workers.size() == 1 ? "1 worker was" : fmt::format("{} workers were", workers.size()));
}

}  // namespace nest
