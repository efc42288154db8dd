#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/abi/nest_program.h"
#include "runtime/http/exchange.h"
#include "runtime/loop/timer.h"
#include "runtime/user/open_transactions.h"
#include "runtime/user/pending_request.h"
#include "runtime/user/pick_tables.h"
#include "runtime/user/shared_wait.h"
#include "runtime/user/spin_watch.h"
#include "runtime/user/user_host.h"
#include "runtime/user/user_task.h"
#include "runtime/values/failure.h"

namespace nest {

/// A virtual user: the one scheduler, driven by the tables of nest_program (docs/runtime.md has its life as a
/// diagram). It is either at a step (inside proceed()), or suspended: in a wait, in compiled code that sleeps
/// or yields, or in an exchange. Belongs to its worker's thread; every call comes from the loop.
class User final : public Timer, public TaskActions, public http::ExchangeListener {
 public:
  /// `number` counts over the whole run: the user's decisions follow from it and the seed.
  User(const UserHost& host, std::uint64_t number);
  User(const User&) = delete;
  User& operator=(const User&) = delete;
  /// As abort(), should the user not have ended.
  ~User() override;

  /// Begins its life; once.
  void start();
  /// Of a UserHost::by_arrival: an arrival of the plan, which was due then, begins a visit of this user, and
  /// its life before its first one. It is in no visit. UserEvents::visit_ended tells of the visit's end,
  /// unless the user's comes with it.
  void arrive(std::uint64_t arrival, Instant due);
  /// Stops a waiting user at once; a busy one finishes its task (or on_start) first, and one that makes a
  /// visit for an arrival that visit.
  void finish();
  /// Stops it where it is: a request in flight is cut off, then every on_stop runs, innermost first, and the
  /// user's. Code of an on_stop that is running already goes on to its end.
  void stop();
  /// Ends it at once: no on_stop runs, what is in flight is cut off.
  void abort();

  /// Also before start().
  [[nodiscard]] bool ended() const { return stage_ == Stage::Ended; }
  [[nodiscard]] std::uint64_t number() const { return static_cast<std::uint64_t>(task_.context.user_id); }

  // TaskActions: what compiled code asks for.
  [[nodiscard]] nest_status start_request(const nest_request& request, const nest_value* values,
                                          Nanoseconds timeout) override;
  void finish_request() override;
  void record_check(std::uint32_t check, bool passed) override;
  [[nodiscard]] std::string_view check_text(std::uint32_t check) const override;
  void sleep(Nanoseconds duration) override;
  void yield() override;
  void log(std::string_view text) override;
  [[nodiscard]] nest_status shared_call(std::uint32_t object, std::uint32_t method,
                                        std::span<const nest_value> arguments, nest_value& out) override;
  [[nodiscard]] nest_status shared_result(nest_value& out) override;
  [[nodiscard]] nest_status next_row(std::uint32_t data, std::int64_t& row) override;
  [[nodiscard]] nest_status awaited_row(std::int64_t& row) override;
  [[nodiscard]] nest_status release_rows(std::uint32_t data, std::int64_t row) override;
  [[nodiscard]] const DataTable& table(std::uint32_t data) const override;

  void begin_parallel() override;
  void wait_for_parallel() override;
  void select_parallel(std::uint32_t number) override;
  [[nodiscard]] nest_status end_parallel() override;
  void begin_transaction(std::uint32_t transaction) override;
  void end_transaction(std::uint32_t transaction) override;
  [[nodiscard]] nest_status add_to_metric(std::uint32_t metric, const nest_value& value) override;

  /// The operation that it waits for is over: it goes on. Called by its wakeup, from the loop.
  void shared_done();

  void exchange_done(const http::ExchangeResult& result) override;
  /// One of a `parallel`, which goes on when all have ended. Called by the request, from the loop.
  void parallel_request_done(ParallelRequest& request, const http::ExchangeResult& result);

 private:
  /// What runs next, or runs now.
  enum class Stage : std::uint8_t {
    Once,  ///< UserHost::once, its whole life
    UserInit,
    UserStart,
    Pick,   ///< of the innermost open taskset, or of a top-level taskset
    Init,   ///< the innermost taskset's state
    Start,  ///< its on_start
    Task,
    Wait,
    Stop,   ///< its on_stop
    Leave,  ///< its state goes, and its parent goes on
    Rest,   ///< between two visits of a plan of arrivals
    UserStop,
    End,
    Ended
  };
  /// Why a taskset is left: what its parent does then.
  enum class Leaving : std::uint8_t { PickAtOnce, WaitFirst, StopUser };

  struct OpenTaskset {
    std::uint32_t taskset;
    Instant cycle_start;  // of pacing: see wait_time()
    PickTables::Place place;
  };
  /// A unique row that is the user's until the taskset at this depth is left (0: until it ends).
  struct Claim {
    std::uint32_t data;
    std::uint32_t depth;
    std::uint64_t row;
  };
  // Back-edges of compiled loops between two yields: some tens of microseconds.
  static constexpr std::int64_t kLoopBudget = 4096;

  // user.cpp: the life.
  void proceed();
  bool step();
  bool call(nest_entry entry);
  void entry_ended();
  void next_stage(std::int32_t outcome);
  void count_failure();
  void resume();
  void fire(Instant now) override;
  void pick();
  [[nodiscard]] bool is_at_visit() const;
  void pick_of_visit();
  void enter(std::uint32_t taskset);
  bool wait();
  void leave();
  void end();

  void begin_task(std::uint32_t task);

  // user_visit.cpp
  void begin_visit();
  void end_visit(bool was_left);
  bool rest();
  void note_lateness();

  // user_spin.cpp
  void let_others_run(std::uint32_t site, bool in_code);
  [[nodiscard]] std::uint32_t place_of_rounds() const;
  [[nodiscard]] std::string name_of_rounds() const;
  [[nodiscard]] std::string running_name() const;

  // user_stop.cpp
  void wake_to_stop();
  void turn_back();
  void drop_frame();
  void release_everything();

  // user_data.cpp
  nest_status give_row(std::uint32_t data, const SharedResult& result, std::int64_t& row);
  nest_status no_row_left(std::uint32_t data, std::string_view why);
  void give_back_rows(std::size_t depth);

  // user_request.cpp
  [[nodiscard]] Result<http::ExchangeRequest> render_request(const nest_request& request,
                                                             const nest_value* values);
  [[nodiscard]] std::string_view failure_cause(const nest_response& response);
  [[nodiscard]] std::string_view in_arena(std::string_view text);
  void record(const RequestSample& sample);

  void refuse(const nest_request& request, const ValueFailure& failure);
  void take_result(const http::ExchangeResult& result, PendingRequest& pending, nest_response& response);

  // user_parallel.cpp
  [[nodiscard]] bool starts_in_parallel() const {
    return parallel_ != nullptr && parallel_->phase == ParallelRequests::Phase::Starting;
  }
  [[nodiscard]] ParallelRequest& next_parallel_place();
  void cut_off_parallel();

  // user_measure.cpp
  void end_transactions(std::size_t kept);
  void fail_transactions(std::string_view cause);
  void cut_off_transactions();

  [[nodiscard]] const nest_taskset& top() const;
  void start_leaving(Leaving leaving, bool with_on_stop);
  [[nodiscard]] bool suspended_in_code() const { return frame_ != nullptr; }

  UserTask task_;  // what a nest_user * points to
  const UserHost* host_;
  std::unique_ptr<http::Exchange> exchange_;
  std::unique_ptr<std::byte[]> memory_;  // context.state, then context.user_state
  std::vector<OpenTaskset> open_;        // outermost first
  OpenTaskset left_{};                   // the taskset left last: whose wait a user takes at the top level
  void* frame_ = nullptr;                // of the suspended entry
  PendingRequest pending_;
  std::unique_ptr<SharedWait> shared_wait_;         // while the frame is suspended for it
  std::unique_ptr<ParallelRequests> parallel_;      // null until the first
  std::unique_ptr<OpenTransactions> transactions_;  // null until the first
  SpinWatch spin_;
  std::vector<Claim> claims_;
  Stage stage_ = Stage::Ended;  // until start()
  Leaving leaving_ = Leaving::PickAtOnce;
  bool waiting_ = false;  // between tasks
  bool stopping_ = false;
  std::uint32_t running_task_ = NEST_NONE;
  std::uint64_t tasks_begun_ = 0;
  // When the next task or visit is meant to begin, until it does; 0: no time in particular.
  Instant intended_ = 0;
  Nanoseconds late_ = 0;            // it began so late: until its first request, which counts from then
  std::uint64_t visit_stream_ = 0;  // the chance of the present visit
  bool in_visit_ = false;           // an arrival's, which has not ended
  bool last_visit_ = false;         // it ends after the present one
  bool told_to_end_ = false;        // where it is, by its worker
};

}  // namespace nest
