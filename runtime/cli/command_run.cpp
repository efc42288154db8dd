#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "compiler/shell/remark.h"
#include "runtime/cli/commands.h"
#include "runtime/cli/compile_scenarios.h"
#include "runtime/cli/configured_services.h"
#include "runtime/cli/confirm.h"
#include "runtime/cli/exit_codes.h"
#include "runtime/cli/host_scope.h"
#include "runtime/cli/report_files.h"
#include "runtime/cli/run_capacity.h"
#include "runtime/cli/run_data.h"
#include "runtime/cli/run_engine.h"
#include "runtime/cli/run_outline.h"
#include "runtime/cli/run_plan.h"
#include "runtime/cli/run_results.h"
#include "runtime/cli/run_secrets.h"
#include "runtime/cli/run_services.h"
#include "runtime/cli/run_settings.h"
#include "runtime/cli/run_share.h"
#include "runtime/cli/run_target.h"
#include "runtime/cli/run_values.h"
#include "runtime/cli/run_weights.h"
#include "runtime/cli/services_of.h"
#include "runtime/cli/stop_notice.h"
#include "runtime/cli/stop_signals.h"
#include "runtime/cli/terminal_color.h"
#include "runtime/data/data_tables.h"
#include "runtime/report/console.h"
#include "runtime/report/format.h"
#include "runtime/report/health.h"
#include "runtime/report/weights_table.h"
#include "runtime/run/run.h"
#include "runtime/secrets/masking.h"
#include "runtime/shared/local_store.h"
#include "runtime/user/pick_tables.h"

namespace nest {

namespace {

using Reports = std::vector<std::unique_ptr<ReportSink>>;

// As `log` lines name who speaks.
std::string user_text(std::uint64_t user) {
  if (user == kSetupUser) return "setup";
  return user == kTeardownUser ? "teardown" : fmt::format("user {}", user);
}

TagFilter tag_filter(const RunArguments& arguments) { return {arguments.tags, arguments.exclude_tags}; }

std::uint32_t thread_count(const RunArguments& arguments) {
  return arguments.threads != 0 ? arguments.threads : std::max(1U, std::thread::hardware_concurrency());
}

// What was asked for that narrows down what is run.
std::string selection_text(const RunArguments& arguments) {
  std::string text;
  for (const std::string& name : arguments.target.only) text += fmt::format(" (--only {})", name);
  for (const std::string& name : arguments.target.except) text += fmt::format(" (--except {})", name);
  if (!arguments.tags.empty()) text += fmt::format(" (--tags {})", fmt::join(arguments.tags, ","));
  if (!arguments.exclude_tags.empty()) {
    text += fmt::format(" (--exclude-tags {})", fmt::join(arguments.exclude_tags, ","));
  }
  return text;
}

// The table of the weights that will be used: 0 for the tasksets that the tags have taken out.
std::string weights_text(const nest_program& program, const RunWeights& chosen, const PickTables& picks) {
  std::vector<std::uint32_t> weights = chosen.weights;
  std::vector<std::string> from = chosen.from;
  for (std::uint32_t i = 0; i < weights.size(); ++i) {
    if (picks.keeps(i) || weights[i] == 0) continue;
    weights[i] = 0;
    if (!from[i].empty()) from[i] = "no such tags";
  }
  std::string text = weights_table(program, weights, terminal_width(stdout), from);
  if (!chosen.remark.empty()) text += chosen.remark + '\n';
  return text;
}

RunOptions run_options(const RunArguments& arguments, const CompiledProgram& compiled,
                       const std::vector<std::uint32_t>& weights, const RunPlan& plan, Engine engine) {
  RunOptions options;
  options.engine = engine;
  options.plan = plan.plan;
  options.steps = plan.steps ? &*plan.steps : nullptr;
  options.weights = weights;
  options.left_out = compiled.left_out();
  options.arrivals = plan.arrivals ? &*plan.arrivals : nullptr;
  options.users = plan.users(arguments.users);
  options.spawn_rate = arguments.spawn_rate;
  options.run_time = arguments.run_time.value_or(0);
  options.stop_timeout = arguments.stop_timeout;
  options.threads = thread_count(arguments);
  options.seed = seed_of(arguments.target);
  options.tags = tag_filter(arguments);
  options.host = mask_url(arguments.target.http.host);
  return options;
}

bool any_limit_broken(const RunResult& result) {
  return std::ranges::any_of(
      result.limits, [](const LimitOutcome& limit) { return limit.state != LimitOutcome::State::Met; });
}

// The exit code of a run that is over, with what is to be said about it.
int verdict(const RunArguments& arguments, const RunResult& result, const Reports& reports,
            const RunServices& services, int presses) {
  int code = kExitOk;
  if (anything_failed(result.total) || anything_failed(result.setup) || anything_failed(result.teardown))
    code = arguments.exit_code_on_error;
  if (result.total.all_rows().requests == 0)
    code = complain(kExitFailed, "no request was finished: nothing was tested");
  if (!result.teardown_failure.empty()) code = complain(kExitFailed, result.teardown_failure);
  if (services.has_ended_run()) code = complain(kExitFailed, "the run was ended because a service was");
  if (any_limit_broken(result))
    code = complain(kExitLimit, "a limit of the plan is broken; the report says which");
  if (arguments.strict && judge(result.workers).verdict == Verdict::Invalid) {
    code = complain(kExitInvalid, "the run is INVALID (--strict); the report says why");
  }
  if (result.aborted) {
    remark("nest: users were cut off before every on_stop had run\n");
    if (presses > 1) code = kExitInterrupted;
  }
  for (const auto& report : reports) {
    if (!report->error().empty()) code = complain(kExitFailed, report->error());
  }
  return code;
}

int play(const RunArguments& arguments, const Scenarios& scenarios, const RunSettings& settings,
         const std::vector<std::uint32_t>& weights, const RunPlan& plan, const DataTables& data,
         const DeclaredServices& declared, RunValues& values, Engine engine, Reports reports) {
  const nest_program& program = scenarios.program.image();
  RunOptions options = run_options(arguments, scenarios.program, weights, plan, engine);
  options.data = &data;
  auto results = open_results(arguments, scenarios, options, settings, values);
  if (!results) return complain(kExitFailed, results.error());
  ResultsFolder* folder = results->get();
  if (folder != nullptr) reports.push_back(std::move(*results));
  auto console = std::make_unique<ConsoleReport>(stderr, stdout);
  RunObservers observers;
  observers.log = [&program, shown = console.get()](std::uint64_t user, std::uint32_t site,
                                                    std::string_view text) {
    shown->note(
        fmt::format("{}: {}: {}", site_text(program, site), user_text(user), one_line(mask_text(text))));
  };
  StopRequest stop;
  const StopSignals signals(stop);
  observers.stop = &stop;
  const auto note = [shown = console.get()](const std::string& text) { shown->note(text); };
  RunServices services(stop, note);
  observers.losses = [&services] { return services.losses(); };
  reports.insert(reports.begin(), std::move(console));
  reports.push_back(std::make_unique<StopNotice>(stop, note));
  for (const auto& report : reports) observers.sinks.push_back(report.get());
  if (const auto code = services.start(program, declared, arguments.target.no_services, values)) {
    conclude_results(folder, declared);
    return *code;
  }
  LocalStore store(shared_objects(program));
  options.shared = &store;
  const auto share = start_sharing(arguments, program, store);
  if (!share) {
    conclude_results(folder, declared);
    return complain(kExitFailed, share.error());
  }
  const auto result = run(program, options, wire_exchanges(arguments.target.http), observers);
  services.stop();
  conclude_results(folder, declared);
  if (!result) return complain(kExitFailed, result.error());
  if (result->exhausted_data) {
    remark("nest: no row of `{}` was left, which ended the run\n",
           view(program.data[*result->exhausted_data].name));
  }
  return verdict(arguments, *result, reports, services, stop.presses());
}

// Nothing: go on.
std::optional<int> ask(const RunArguments& arguments) {
  if (arguments.yes) return std::nullopt;
  switch (confirm_run(stdin, stderr, foreign_host_remark(arguments.target.http.host))) {
    case Answer::Yes:
      return std::nullopt;
    case Answer::No:
      return complain(kExitOk, "nothing was run");
    case Answer::CannotAsk:
      break;
  }
  return complain(kExitUsage,
                  "there is no terminal to ask on; run with --yes (or NEST_YES=1) to go on without asking");
}

}  // namespace

int command_run(const RunArguments& given) {
  const auto settings = read_settings(given.target);
  if (!settings) return kExitUsage;
  RunArguments arguments = given;
  apply(settings->settings, arguments);
  arguments.target.seed = seed_of(arguments.target);
  remember_secrets(arguments.target, *settings);
  if (!arguments.share_token.empty()) remember_secret(arguments.share_token);
  if (const auto fault = http::find_fault(arguments.target.http)) return complain(kExitUsage, *fault);
  const auto compiled = compile_scenarios(arguments.target, settings->settings);
  if (!compiled) return kExitFailed;
  remember_secrets(*compiled);
  if (const auto fault = find_missing_host(arguments.target, compiled->program))
    return complain(kExitUsage, *fault);
  const nest_program& program = compiled->program.image();
  RunValues values(program);
  if (const auto set = set_all_params(values, settings->settings, arguments.target.set); !set)
    return complain(kExitUsage, set.error());
  if (const auto read = read_environment(values, !arguments.target.no_services); !read)
    return complain(kExitUsage, read.error());
  const auto plan = run_plan(program, settings->settings, thread_count(arguments));
  if (!plan) return complain(kExitUsage, plan.error());
  auto weights = run_weights(compiled->program, *settings);
  if (!weights) return kExitUsage;
  put_over(*plan, *weights);
  const auto picks = PickTables::build(program, tag_filter(arguments), weights->weights);
  if (!picks) return complain(kExitUsage, picks.error() + selection_text(arguments));
  const RunScale scale = run_scale(arguments, *plan, thread_count(arguments));
  if (const auto fault = find_capacity_fault(arguments.target, scale, compiled->program))
    return complain(kExitUsage, *fault);
  const auto engine = choose_engine(arguments.engine);
  if (!engine) return complain(kExitUsage, engine.error());
  if (!engine->remark.empty()) remark("nest: {}\n", engine->remark);
  if (const auto fault = find_share_fault(arguments, program)) return complain(kExitUsage, *fault);
  const auto data = DataTables::load(program);
  if (!data) return complain(kExitFailed, data.error());
  const UserCount users{plan->users(arguments.users), plan->arrivals.has_value()};
  const ClaimFindings claims = check_claims(program, *data, users, weights->weights);
  if (claims.fault) return complain(kExitUsage, *claims.fault);
  for (const std::string& each : claims.remarks) remark("nest: {}\n", each);
  auto reports = open_report_files(arguments);
  if (!reports) return complain(kExitFailed, reports.error());
  const DeclaredServices services = services_of(program, configured_services(settings->settings));
  std::string shown = weights_text(program, *weights, *picks);
  if (!services.specs.empty() && !arguments.target.no_services) shown += '\n' + services_text(services);
  shown += '\n' + outline_text(arguments, *settings, *plan, values, compiled->program.needs_host(),
                               has_color(stdout));
  if (const std::string failure = write_text(stdout, shown + '\n'); !failure.empty()) {
    return complain(kExitFailed, "standard output cannot be written: " + failure);
  }
  if (const std::optional<int> code = ask(arguments)) return *code;
  return play(arguments, *compiled, *settings, weights->weights, *plan, *data, services, values,
              engine->engine, std::move(*reports));
}

}  // namespace nest
