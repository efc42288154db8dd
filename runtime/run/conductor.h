#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

#include "runtime/load/stop_schedule.h"
#include "runtime/loop/alarm.h"
#include "runtime/loop/event_loop.h"
#include "runtime/run/limit_judge.h"
#include "runtime/run/run.h"
#include "runtime/worker/worker.h"

namespace nest {

/// The thread of run() while its workers work: it gathers their deliveries by its own loop, tells the sinks,
/// and takes the workers from phase to phase. The calls of WorkerEvents come from the workers' threads;
/// everything else is its own.
class Conductor final : public WorkerEvents, private IoHandler {
 public:
  /// Throws std::system_error.
  Conductor(const nest_program& program, const RunOptions& options, const RunObservers& observers,
            const Clock& clock);
  Conductor(const Conductor&) = delete;
  Conductor& operator=(const Conductor&) = delete;
  ~Conductor() = default;

  /// The run starts now; once, before the workers are launched.
  [[nodiscard]] Instant begin();
  /// Returns when every worker has made its last delivery. The workers have been launched.
  void conduct(const std::vector<std::unique_ptr<Worker>>& workers);
  /// After that, once.
  [[nodiscard]] RunResult result();

  void delivered(WorkerDelivery delivery) override;
  void logged(std::uint64_t user, std::uint32_t site, std::string_view text) override;
  void data_exhausted(std::uint32_t data) override;

 private:
  void ready(std::uint32_t events) override;
  void gather(const WorkerDelivery& delivery);
  void tick();
  void hold_against_limits(Nanoseconds begin, Nanoseconds end);
  void note_presses();
  void change_phase();
  [[nodiscard]] Nanoseconds elapsed() const { return loop_.now() - start_; }

  const nest_program* program_;
  const RunObservers* observers_;
  EventLoop loop_;
  Instant start_ = 0;
  StopSchedule schedule_;
  RunPhase phase_ = RunPhase::Running;
  int presses_seen_ = 0;
  const std::vector<std::unique_ptr<Worker>>* workers_ = nullptr;

  std::optional<LimitJudge> limits_;
  bool limit_ended_run_ = false;

  RunResult result_;
  Statistics second_;                        // since the last tick
  std::vector<std::uint64_t> second_peaks_;  // by worker, since the last tick
  std::vector<bool> heard_;                  // workers that have delivered since the last tick
  std::size_t working_ = 0;                  // workers before their last delivery
  std::size_t heard_count_ = 0;              // of those
  Nanoseconds ticked_at_ = 0;
  Alarm ticker_{[this] { tick(); }};
  Alarm phase_alarm_{[this] { change_phase(); }};
  std::mutex observers_mutex_;  // what they are told comes from one thread at a time
};

}  // namespace nest
