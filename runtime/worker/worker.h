#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <thread>
#include <vector>

#include "runtime/abi/nest_program.h"
#include "runtime/http/exchange.h"
#include "runtime/load/arrival_schedule.h"
#include "runtime/load/stop_schedule.h"
#include "runtime/load/user_schedule.h"
#include "runtime/loop/alarm.h"
#include "runtime/loop/event_loop.h"
#include "runtime/metrics/recorder.h"
#include "runtime/user/pick_tables.h"
#include "runtime/user/user.h"
#include "runtime/user/user_host.h"
#include "runtime/values/patterns.h"
#include "runtime/worker/arrivals.h"
#include "runtime/worker/leaving_users.h"

namespace nest {

/// What a worker has done since its last delivery, and how it fared.
struct WorkerDelivery {
  std::size_t worker = 0;
  Statistics delta;
  std::uint64_t peak_users = 0;  ///< the most of its users that ran at a time
  Nanoseconds wall_time = 0;
  Nanoseconds cpu_time = 0;  ///< of its thread, user and system
  EventLoop::Lag lag;
  bool last = false;  ///< its users have all stopped; nothing follows
};

/// Told by the workers, each on its own thread: implementations pass it on to theirs.
class WorkerEvents {
 public:
  virtual void delivered(WorkerDelivery delivery) = 0;
  virtual void logged(std::uint64_t user, std::uint32_t site, std::string_view text) = 0;
  /// See UserEvents::data_exhausted.
  virtual void data_exhausted(std::uint32_t data) = 0;

 protected:
  ~WorkerEvents() = default;
};

/// Makes the exchanges of one worker's users, on its loop.
using ExchangeMaker =
    std::function<std::unique_ptr<http::ExchangeFactory>(EventLoop& loop, std::size_t worker)>;

/// What all workers of a run share. Read-only while they run, and outlives them.
struct WorkerPlan {
  const nest_program* program = nullptr;
  const PickTables* picks = nullptr;
  const Clock* clock = nullptr;
  Instant start = 0;  ///< of the run
  UserSchedule users{ClosedUsers(0, 0)};
  /// Null: users start and stay as `users` says. Else those are the most there may be, and each is made when
  /// an arrival finds no other free.
  const ArrivalSchedule* arrivals = nullptr;
  Nanoseconds stop_timeout = 0;  ///< how long a user that is not wanted any more may go on with its task
  std::uint64_t seed = 0;
  Engine engine = Engine::Epoll;  ///< of the workers' loops
  UserTrace* trace = nullptr;  ///< may be null; with more than one worker it is called from several threads
  const SingleVisit* visit = nullptr;  ///< may be null
  SharedStore* shared = nullptr;       ///< null only when the program shares nothing
  const DataTables* data = nullptr;    ///< null only when the program has no data
  RowStore* rows = nullptr;            ///< the same
};

/// A thread with its loop, its users and their statistics: nothing of it is shared, so nothing of it is
/// locked. It delivers once a second, and a last time when its users have stopped.
class Worker final : private UserEvents {
 public:
  /// Throws std::system_error when the system refuses a loop's descriptors.
  Worker(const WorkerPlan& plan, WorkerShare share, const ExchangeMaker& maker, WorkerEvents& events);
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  /// Aborts and joins a thread that still runs.
  ~Worker();

  /// Starts the thread; once. Throws std::system_error when the system refuses it.
  void launch();
  /// Asks the worker to go on to a later phase: see RunPhase. From any thread.
  void enter(RunPhase phase);
  /// Returns when the thread has ended, after its last delivery.
  void join();

 private:
  /// Users that begin in one turn: more would keep those that run already from their answers.
  static constexpr int kStartsATurn = 64;

  void run();
  void follow_schedule();
  void start_slot(std::size_t slot);
  void free_slot(std::size_t slot);
  void make_user(std::size_t slot);
  [[nodiscard]] std::size_t slot_of(const User& user) const;
  [[nodiscard]] bool awaits_users() const;
  void begin_phase(RunPhase phase);
  void sweep();
  void deliver(bool last);
  // worker_arrivals.cpp
  void admit_arrivals();
  void admit_arrival();
  void admit_overdue();
  void dismiss_resting();
  void visit_ended(User& user) override;

  void user_ended(User& user) override;
  void log(std::uint64_t user, std::uint32_t site, std::string_view text) override;
  void data_exhausted(std::uint32_t data) override { events_->data_exhausted(data); }

  const WorkerPlan* plan_;
  WorkerShare share_;
  WorkerEvents* events_;
  EventLoop loop_;
  ChunkPool chunks_;
  Patterns patterns_;
  Recorder recorder_;
  std::unique_ptr<http::ExchangeFactory> exchanges_;
  UserHost host_;

  std::vector<std::unique_ptr<User>> users_;  // by their slot in the share; null before and after their life
  std::vector<std::uint32_t> lives_;          // how many users each slot has had
  LeavingUsers leaving_{loop_};               // of slots that are free again
  std::vector<User*> ended_;                  // to be destroyed at the end of the turn
  std::uint64_t taken_ = 0;                   // slots: those below it
  std::uint64_t live_ = 0;
  std::uint64_t peak_ = 0;
  RunPhase phase_ = RunPhase::Running;
  std::optional<Arrivals> arrivals_;  // of a plan of arrivals

  Alarm scheduler_{[this] { follow_schedule(); }};
  Alarm publisher_{[this] { deliver(false); }};
  Instant delivered_at_ = 0;
  Nanoseconds cpu_at_delivery_ = 0;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace nest
