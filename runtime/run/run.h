#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/abi/nest_program.h"
#include "runtime/load/arrival_schedule.h"
#include "runtime/load/limit_outcome.h"
#include "runtime/load/load_steps.h"
#include "runtime/metrics/statistics.h"
#include "runtime/report/report_sink.h"
#include "runtime/run/stop_request.h"
#include "runtime/user/tag_filter.h"
#include "runtime/user/user_host.h"
#include "runtime/worker/worker.h"

namespace nest {

struct RunOptions {
  std::uint64_t users = 1;
  double spawn_rate = 0;  ///< users a second; 0: all at once (ClosedUsers)
  /// Of a plan of users: instead of users, spawn_rate and run_time. Outlives the run.
  const LoadSteps* steps = nullptr;
  /// Of a plan of arrivals: instead of spawn_rate and run_time; `users` are the most there may be. Outlives
  /// the run.
  const ArrivalSchedule* arrivals = nullptr;
  /// What is to be measured against its limits; null: nothing. Together with steps or arrivals.
  const nest_plan* plan = nullptr;
  Nanoseconds run_time = 0;      ///< from the start, ramp included; 0: until stopped
  Nanoseconds stop_timeout = 0;  ///< how long tasks may go on to their end when the run is over
  /// How long every on_stop together may take after that; then what is left is cut off, so that a target that
  /// went away cannot keep the run from ending.
  Nanoseconds closing_time = 60 * kSecond;
  std::size_t threads = 1;  ///< 0: one a core
  std::uint64_t seed = 0;
  /// Of the workers. What runs once beside them has nothing to gain from another than epoll.
  Engine engine = Engine::Epoll;
  TagFilter tags;
  /// Of the tasksets, nested ones too, by their index in the program; empty: those that it declares.
  std::vector<std::uint32_t> weights;
  std::vector<std::string> left_out;  ///< files that are no part of the program because of errors in them
  std::string host;                   ///< as the reports name it

  /// One visit instead of a life, for each user.
  std::optional<SingleVisit> visit;
  UserTrace* trace = nullptr;  ///< may be null; use it with one thread
  /// What all users share; null: a store of the run's own. Outlives the run.
  SharedStore* shared = nullptr;
  /// The rows of the program's data; null: the run loads them itself. Outlives the run.
  const DataTables* data = nullptr;
};

/// Whom a run tells what. All are called on one thread at a time; they outlive the run.
struct RunObservers {
  /// Called on the thread that called run().
  std::vector<ReportSink*> sinks;
  /// A `log` statement, as it happens, on a worker's thread (one at a time); may be empty.
  std::function<void(std::uint64_t user, std::uint32_t site, std::string_view text)> log;
  /// What is to be reported of services that ended during the run; called once, at its end; may be empty.
  std::function<std::vector<std::string>()> losses;
  /// May be null: then only the run's time ends it, or its users.
  StopRequest* stop = nullptr;
};

enum class RunEnd : std::uint8_t {
  RunTime,        ///< its time was over
  Requested,      ///< by the StopRequest
  UsersEnded,     ///< every user ended by itself (`stop`, or a failed start)
  DataExhausted,  ///< a data had no row left (`when exhausted stop run`)
  LimitBroken,    ///< a limit of the plan that ends the run was broken
};

/// A run that is over. Its books close: users_planned = started + never started (the run ended in its ramp,
/// or its arrivals did not need them), and requests_started = those of all rows + requests_cut_off.
struct RunResult {
  Statistics total;
  Nanoseconds elapsed = 0;  ///< until the last user had stopped
  std::uint64_t users_planned = 0;
  std::uint64_t peak_users = 0;
  std::vector<WorkerHealth> workers;  ///< of the whole run
  std::vector<LimitOutcome> limits;   ///< of its plan
  RunEnd end = RunEnd::RunTime;
  /// What `setup` and `teardown` did, apart from the users; empty statistics when there is none.
  Statistics setup;
  Statistics teardown;
  std::string teardown_failure;  ///< why teardown failed; empty when it did not
  /// The index of the data that asked for the run's end, if one did.
  std::optional<std::uint32_t> exhausted_data;
  bool aborted = false;  ///< users were cut off: on a second request, or because closing took too long
};

/// Runs the program's users to their end: starts the workers, tells the sinks once a second, and at the end.
/// Before them `setup` runs, and after them `teardown`, also when the run was ended early; both once, on the
/// calling thread, with a loop of their own. Blocks. The error says why the run could not begin: nothing to
/// run, `setup` failed, or the system refused threads or descriptors.
[[nodiscard]] std::expected<RunResult, std::string> run(const nest_program& program,
                                                        const RunOptions& options,
                                                        const ExchangeMaker& exchanges,
                                                        const RunObservers& observers);

}  // namespace nest
