#include <fmt/format.h>

#include "compiler/shell/remark.h"
#include "runtime/cli/commands.h"
#include "runtime/cli/compile_scenarios.h"
#include "runtime/cli/configured_services.h"
#include "runtime/cli/exit_codes.h"
#include "runtime/cli/run_secrets.h"
#include "runtime/cli/run_services.h"
#include "runtime/cli/run_settings.h"
#include "runtime/cli/run_target.h"
#include "runtime/cli/run_values.h"
#include "runtime/cli/services_of.h"
#include "runtime/cli/stop_signals.h"
#include "runtime/cli/try_printer.h"
#include "runtime/cli/try_target.h"
#include "runtime/report/format.h"
#include "runtime/run/run.h"

namespace nest {

namespace {

RunOptions try_options(const TryArguments& arguments, const SingleVisit& visit, TryPrinter& printer) {
  RunOptions options;
  options.seed = seed_of(arguments.target);
  options.host = arguments.target.http.host;
  options.visit = visit;
  options.trace = &printer;
  return options;
}

int play(const TryArguments& arguments, const nest_program& program, const SingleVisit& visit,
         const DeclaredServices& declared, RunValues& values) {
  TryPrinter printer(program, stdout, arguments.body_limit);
  http::Settings settings = arguments.target.http;
  settings.trace = &printer;
  StopRequest stop;
  const StopSignals signals(stop);
  RunServices services(stop, [](const std::string& text) { remark("{}\n", text); });
  if (const auto code = services.start(program, declared, arguments.target.no_services, values)) return *code;
  RunObservers observers;
  observers.stop = &stop;
  observers.log = [&](std::uint64_t, std::uint32_t site, std::string_view text) {
    printer.logged(site, text);
  };
  const auto result =
      run(program, try_options(arguments, visit, printer), wire_exchanges(settings), observers);
  services.stop();
  if (!result) return complain(kExitFailed, result.error());
  if (!printer.error().empty()) {
    return complain(kExitFailed, "standard output cannot be written: " + printer.error());
  }
  if (stop.presses() > 1) return kExitInterrupted;
  if (!result->teardown_failure.empty()) remark("nest: {}\n", result->teardown_failure);
  const bool failed = anything_failed(result->total) || anything_failed(result->setup) ||
                      anything_failed(result->teardown) || !result->teardown_failure.empty() ||
                      services.has_ended_run();
  const std::uint64_t requests = result->total.all_rows().requests + result->setup.all_rows().requests +
                                 result->teardown.all_rows().requests;
  fmt::print("\n{}, {}\n", counted_text(requests, "request"), failed ? "FAILED" : "all well");
  return failed ? kExitFailed : kExitOk;
}

}  // namespace

int command_try(const TryArguments& given) {
  const auto settings = read_settings(given.target);
  if (!settings) return kExitUsage;
  TryArguments arguments = given;
  apply(settings->settings, arguments.target);
  remember_secrets(arguments.target, *settings);
  if (const auto fault = http::find_fault(arguments.target.http)) return complain(kExitUsage, *fault);
  const auto compiled = compile_scenarios(arguments.target, settings->settings);
  if (!compiled) return kExitFailed;
  remember_secrets(*compiled);
  if (const auto fault = find_missing_host(arguments.target, compiled->program))
    return complain(kExitUsage, *fault);
  RunValues values(compiled->program.image());
  if (const auto set = set_all_params(values, settings->settings, arguments.target.set); !set)
    return complain(kExitUsage, set.error());
  if (const auto read = read_environment(values, !arguments.target.no_services); !read)
    return complain(kExitUsage, read.error());
  const auto visit = find_try_target(compiled->program.image(), arguments.what);
  if (!visit) return complain(kExitUsage, visit.error());
  const DeclaredServices services =
      services_of(compiled->program.image(), configured_services(settings->settings));
  return play(arguments, compiled->program.image(), *visit, services, values);
}

}  // namespace nest
