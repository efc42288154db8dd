#include <fmt/format.h>

#include <cmath>
#include <expected>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/shell/remark.h"
#include "runtime/calibrate/calibration.h"
#include "runtime/calibrate/delay_server.h"
#include "runtime/calibrate/delays.h"
#include "runtime/cli/calibration_scenario.h"
#include "runtime/cli/commands.h"
#include "runtime/cli/descriptor_limit.h"
#include "runtime/cli/exit_codes.h"
#include "runtime/cli/run_capacity.h"
#include "runtime/cli/run_engine.h"
#include "runtime/cli/run_target.h"
#include "runtime/cli/run_values.h"
#include "runtime/cli/stop_signals.h"
#include "runtime/load/arrival_schedule.h"
#include "runtime/report/console.h"
#include "runtime/report/format.h"
#include "runtime/report/output_file.h"
#include "runtime/results/run_facts.h"
#include "runtime/run/run.h"

namespace nest {
namespace {

using calibrate::Calibration;
using calibrate::DelayServer;

// Before the stall begins: all users are under way.
constexpr Nanoseconds kBeforeStall = kSecond;
constexpr Nanoseconds kAfterStall = kSecond;
// An answer that is late has to be on time again when the next request is due.
constexpr Nanoseconds kShortestPace = calibrate::kLongestDelay + 10 * kMillisecond;

Nanoseconds pace_of(const CalibrateArguments& arguments) {
  return std::llround(static_cast<double>(arguments.users) / arguments.rate * static_cast<double>(kSecond));
}

std::optional<std::string> find_fault(const CalibrateArguments& arguments) {
  const Nanoseconds pace = pace_of(arguments);
  if (pace < kShortestPace) {
    const double users = arguments.rate * static_cast<double>(kShortestPace) / static_cast<double>(kSecond);
    return fmt::format(
        "{} users cannot ask {} times a second, as some answers take {}: use at least {:.0f} users",
        arguments.users, arguments.rate, duration_text(calibrate::kLongestDelay), std::ceil(users));
  }
  if (arguments.time < 2 * pace || arguments.time < kSecond)
    return "--time: a calibration takes 1s at least, and twice the time between two requests of a user";
  if (arguments.stall == 0) return std::nullopt;
  // What counts as long is half a stall: more than two requests of a user fit into that.
  if (arguments.stall < 6 * pace || arguments.stall < 10 * calibrate::kLongestDelay) {
    return fmt::format(
        "--stall: that is too short to be told from the rest; users ask every {}, so use {} at least, or 0s "
        "for no stall",
        duration_text(pace), duration_text(std::max(6 * pace, 10 * calibrate::kLongestDelay)));
  }
  return std::nullopt;
}

/// As many as come while the server stands still, and before the first of them is free again. Those of the
/// first run, where there is no stall.
std::uint64_t open_users(const CalibrateArguments& arguments) {
  if (arguments.stall == 0) return arguments.users;
  const Nanoseconds busy = arguments.stall + kAfterStall / 2;
  const double seconds = static_cast<double>(busy) / static_cast<double>(kSecond);
  return arguments.users + static_cast<std::uint64_t>(std::ceil(arguments.rate * seconds));
}

/// One run of the engine against the server.
struct Played {
  RunResult result;
  RowStatistics measured;
};

/// What all runs of a calibration are played by.
struct Engagement {
  const CalibrateArguments& arguments;
  const nest_program& program;
  const http::Settings& settings;
  Engine engine;
  StopRequest& stop;
};

/// For what all runs have in common.
RunOptions common_options(const Engagement& engagement) {
  const CalibrateArguments& arguments = engagement.arguments;
  RunOptions options;
  options.users = arguments.users;
  // Whatever is with the server is answered, and so counted by both sides.
  options.stop_timeout = arguments.stall + 10 * kSecond;
  options.threads = arguments.threads;
  options.engine = engagement.engine;
  options.seed = 1;
  options.host = engagement.settings.host;
  return options;
}

/// By the tasksets' places in the program: those without a weight of their own are for arrivals.
std::vector<std::uint32_t> weights_of_arrivals(const nest_program& program) {
  std::vector<std::uint32_t> weights;
  for (std::uint64_t i = 0; i < program.taskset_count; ++i)
    weights.push_back(program.tasksets[i].weight == 0 ? 1 : 0);
  return weights;
}

/// Measured is the row of this path.
std::expected<Played, std::string> play(const Engagement& engagement, const RunOptions& options,
                                        std::string_view path) {
  RunObservers observers;
  observers.stop = &engagement.stop;
  const nest_program& program = engagement.program;
  auto result = run(program, options, wire_exchanges(engagement.settings), observers);
  if (!result) return std::unexpected(result.error());
  Played played{std::move(*result), {}};
  for (std::uint64_t row = 0; row < program.row_count; ++row) {
    if (view(program.rows[row].name) == path) played.measured = played.result.total.rows[row];
  }
  return played;
}

std::expected<Played, std::string> play_paced(const Engagement& engagement, Nanoseconds time) {
  RunOptions options = common_options(engagement);
  options.spawn_rate = engagement.arguments.rate;  // all within one pace, spread as they stay
  options.run_time = time;
  return play(engagement, options, DelayServer::kMeasuredPath);
}

std::expected<Played, std::string> play_open(const Engagement& engagement, Nanoseconds time) {
  const double rate = engagement.arguments.rate;
  const ArrivalSchedule arrivals({{.name = {}, .from = rate, .to = rate, .length = time}});
  RunOptions options = common_options(engagement);
  options.users = open_users(engagement.arguments);
  options.arrivals = &arrivals;
  options.weights = weights_of_arrivals(engagement.program);
  return play(engagement, options, DelayServer::kOpenPath);
}

/// Both runs through a stall. Nothing is known of the second when the first was ended.
std::optional<std::string> measure_stalls(const Engagement& engagement, DelayServer& server,
                                          Calibration& found) {
  const CalibrateArguments& arguments = engagement.arguments;
  const Nanoseconds time = kBeforeStall + arguments.stall + kAfterStall;
  server.plan_stall(kBeforeStall, arguments.stall);
  const auto paced = play_paced(engagement, time);
  if (!paced) return paced.error();
  found.failures += paced->result.total.all_rows().failures;
  found.stall = calibrate::judge_stall(arguments.stall, arguments.users, paced->measured.service_time,
                                       paced->measured.response_time);
  if (engagement.stop.presses() > 0) return std::nullopt;
  static_cast<void>(server.take());
  server.plan_stall(kBeforeStall, arguments.stall);
  const auto open = play_open(engagement, time);
  if (!open) return open.error();
  const Histogram& response = open->measured.response_time;
  found.failures += open->result.total.all_rows().failures;
  found.open_stall = {arguments.stall,
                      arguments.rate,
                      open_users(arguments),
                      open->result.total.arrivals_dropped,
                      server.take().count_over(arguments.stall / 2),
                      calibrate::count_over(response, arguments.stall / 2),
                      response.max()};
  return std::nullopt;
}

std::expected<Calibration, std::string> measure(const Engagement& engagement, DelayServer& server) {
  const CalibrateArguments& arguments = engagement.arguments;
  Calibration found;
  found.users = arguments.users;
  found.threads = arguments.threads;
  found.engine = engine_name(engagement.engine);
  found.pace = pace_of(arguments);
  found.time = arguments.time;
  const auto even = play_paced(engagement, arguments.time);
  if (!even) return std::unexpected(even.error());
  const calibrate::Truth truth = server.take();
  found.answered = truth.count();
  found.counted = even->measured.requests;
  found.failures = even->result.total.all_rows().failures;
  found.errors = calibrate::compare(truth, even->measured.service_time);
  found.workers = even->result.workers;
  found.knows_arrivals = server.knows_arrivals();
  if (engagement.stop.presses() > 0 || arguments.stall == 0) return found;
  if (const auto failed = measure_stalls(engagement, server, found)) return std::unexpected(*failed);
  return found;
}

int tell(const CalibrateArguments& arguments, const Calibration& found, std::optional<OutputFile>& out) {
  const std::string json = calibration_json(found, system_facts());
  const std::string failure = write_text(stdout, arguments.json ? json : calibration_text(found));
  if (!failure.empty()) return complain(kExitFailed, "standard output cannot be written: " + failure);
  if (out) {
    out->write(json);
    if (!out->error().empty()) return complain(kExitFailed, out->error());
  }
  return found.passed() ? kExitOk : kExitFailed;
}

}  // namespace

int command_calibrate(const CalibrateArguments& arguments) {
  if (const auto fault = find_fault(arguments)) return complain(kExitUsage, *fault);
  // For the server as well: it begins with what we may.
  raise_descriptor_limit(descriptors_needed(open_users(arguments), arguments.threads));
  // Before anything else, as there must be no second thread yet.
  const auto server = DelayServer::start_apart();
  if (!server) return complain(kExitFailed, server.error());
  std::optional<OutputFile> out;
  if (!arguments.out.empty()) {
    auto opened = OutputFile::open(arguments.out);
    if (!opened) return complain(kExitFailed, opened.error());
    out.emplace(std::move(*opened));
  }
  auto scenario = calibration_scenario();
  if (!scenario) return complain(kExitFailed, scenario.error());
  RunValues values(scenario->program.image());
  if (const auto set = values.set("apart", fmt::format("{}us", pace_of(arguments) / kMicrosecond)); !set)
    return complain(kExitFailed, set.error());
  TargetOptions target;
  target.http.host = fmt::format("http://127.0.0.1:{}", (*server)->port());
  target.http.proxy = "none";
  const RunScale scale{open_users(arguments), arguments.threads, arguments.rate};
  if (const auto fault = find_capacity_fault(target, scale, scenario->program))
    return complain(kExitUsage, *fault);
  const auto engine = choose_engine(arguments.engine);
  if (!engine) return complain(kExitUsage, engine.error());
  if (!engine->remark.empty()) remark("nest: {}\n", engine->remark);
  StopRequest stop;
  const StopSignals signals(stop);
  const auto found =
      measure({arguments, scenario->program.image(), target.http, engine->engine, stop}, **server);
  if (!found) return complain(kExitFailed, found.error());
  if (stop.presses() > 0) return complain(kExitInterrupted, "the calibration was ended: nothing is known");
  return tell(arguments, *found, out);
}

}  // namespace nest
