#include "runtime/run/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <thread>
#include <utility>

#include "runtime/data/data_tables.h"
#include "runtime/data/local_rows.h"
#include "runtime/run/conductor.h"
#include "runtime/run/once.h"
#include "runtime/shared/local_store.h"
#include "runtime/time/clock.h"
#include "runtime/user/pick_tables.h"

namespace nest {
namespace {

std::size_t worker_count(const RunOptions& options) {
  const std::size_t wanted = options.threads != 0 ? options.threads : std::thread::hardware_concurrency();
  return std::clamp<std::size_t>(
      wanted, 1,
      std::max<std::uint64_t>(1, options.steps != nullptr ? options.steps->most() : options.users));
}

void tell_the_end(const nest_program& program, const PickTables& picks, const RunOptions& options,
                  const RunObservers& observers, const RunResult& result) {
  const RunSummary summary{program,
                           result.total,
                           result.elapsed,
                           result.peak_users,
                           options.seed,
                           options.host,
                           result.end == RunEnd::Requested,
                           result.workers,
                           observers.losses ? observers.losses() : std::vector<std::string>(),
                           options.left_out,
                           result.setup,
                           result.teardown,
                           options.visit ? PickFit{} : fit_picks(program, picks.groups(), result.total),
                           options.plan != nullptr
                               ? std::string_view(options.plan->name.data, options.plan->name.size)
                               : std::string_view(),
                           result.limits,
                           engine_name(options.engine)};
  for (ReportSink* sink : observers.sinks) sink->finished(summary);
}

/// What `setup`, the users and `teardown` have in common.
struct Common {
  const DataTables& data;
  RowStore& rows;
  SharedStore& shared;
};

RunResult run_users(const nest_program& program, const PickTables& picks, const Common& common,
                    const RunOptions& options, const ExchangeMaker& exchanges,
                    const RunObservers& observers) {
  const SteadyClock clock;
  Conductor conductor(program, options, observers, clock);
  WorkerPlan plan;
  plan.program = &program;
  plan.picks = &picks;
  plan.clock = &clock;
  plan.users = options.steps != nullptr ? UserSchedule(*options.steps)
                                        : UserSchedule(ClosedUsers(options.users, options.spawn_rate));
  plan.arrivals = options.arrivals;
  plan.stop_timeout = options.stop_timeout;
  plan.seed = options.seed;
  plan.engine = options.engine;
  plan.trace = options.trace;
  plan.visit = options.visit ? &*options.visit : nullptr;
  plan.data = &common.data;
  plan.rows = &common.rows;
  plan.shared = &common.shared;
  std::vector<std::unique_ptr<Worker>> workers(worker_count(options));
  for (std::size_t i = 0; i < workers.size(); ++i) {
    workers[i] = std::make_unique<Worker>(plan, WorkerShare{i, workers.size()}, exchanges, conductor);
  }
  plan.start = conductor.begin();
  for (const auto& worker : workers) worker->launch();
  conductor.conduct(workers);
  for (const auto& worker : workers) worker->join();
  return conductor.result();
}

/// The users between `setup` and `teardown`. What setup has begun teardown puts away, however far either
/// came.
std::expected<RunResult, std::string> run_all(const nest_program& program, const PickTables& picks,
                                              const DataTables& data, const RunOptions& options,
                                              const ExchangeMaker& exchanges, const RunObservers& observers) {
  // They outlive the users.
  LocalRows rows({program.data, program.data_count}, data.rows(), options.seed);
  LocalStore own({program.shared, program.shared_count});
  const Common common{data, rows, options.shared != nullptr ? *options.shared : own};
  OnceRunner once(program, picks, options, {&data, &rows, &common.shared}, exchanges, observers);
  Statistics setup;
  Statistics teardown;
  const auto setup_failure = once.run({program.setup, kSetupUser, 0, "setup"}, setup);
  RunResult result;
  if (!setup_failure) result = run_users(program, picks, common, options, exchanges, observers);
  const auto teardown_failure =
      once.run({program.teardown, kTeardownUser, options.closing_time, "teardown"}, teardown);
  if (setup_failure) {
    return std::unexpected(*setup_failure + ": no user was started" +
                           (teardown_failure ? "; " + *teardown_failure : ""));
  }
  result.setup = std::move(setup);
  result.teardown = std::move(teardown);
  result.teardown_failure = teardown_failure.value_or("");
  return result;
}

}  // namespace

std::expected<RunResult, std::string> run(const nest_program& program, const RunOptions& options,
                                          const ExchangeMaker& exchanges, const RunObservers& observers) {
  if (program.abi_version != NEST_ABI_VERSION) {
    return std::unexpected(
        fmt::format("the program was compiled for version {} of the runtime, this is version {}",
                    program.abi_version, NEST_ABI_VERSION));
  }
  const auto picks = PickTables::build(program, options.tags, options.weights);
  if (!picks) return std::unexpected(picks.error());
  DataTables own;
  if (options.data == nullptr) {
    auto loaded = DataTables::load(program);
    if (!loaded) return std::unexpected(std::move(loaded.error()));
    own = std::move(*loaded);
  }
  const DataTables& data = options.data != nullptr ? *options.data : own;
  try {
    auto result = run_all(program, *picks, data, options, exchanges, observers);
    if (result) tell_the_end(program, *picks, options, observers, *result);
    return result;
  } catch (const std::system_error& error) {
    return std::unexpected(fmt::format("the system refuses what a worker needs: {}", error.what()));
  }
}

}  // namespace nest
