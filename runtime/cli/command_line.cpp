#include "runtime/cli/command_line.h"

#include <CLI/CLI.hpp>
#include <csignal>
#include <string>

#include "runtime/cli/commands.h"
#include "runtime/cli/duration_option.h"
#include "runtime/cli/exit_codes.h"
#include "runtime/cli/options.h"

namespace nest {

namespace {

// An option that takes a span of time.
template <typename Target>
CLI::Option* add_duration(CLI::App& app, const std::string& names, Target& target, const std::string& help) {
  const auto read = [&target](const CLI::results_t& values) {
    const std::optional<Nanoseconds> time = parse_duration(values.front());
    if (!time) throw CLI::ConversionError(values.front() + " is no span of time; write 10s, 500ms or 1h30m");
    const Nanoseconds span = *time;
    target = span;
    return true;
  };
  return app.add_option(names, read, help)->type_name("TIME")->type_size(1);
}

void add_target_options(CLI::App& app, TargetOptions& target) {
  app.add_option("-H,--host", target.http.host, "Where the requests go: http://shop.test:8080")
      ->type_name("URL");
  app.add_option("--seed", target.seed, "Makes every user's decisions repeatable; random when left out");
  app.add_option("--set", target.set, "The value of a `param` of the tasksets, for this run")
      ->allow_extra_args(false)
      ->type_name("NAME=VALUE");
  app.add_flag("--no-services", target.no_services,
               "Start no services; NEST_NAME_URL in the environment says where they are");
  app.add_flag("--insecure", target.http.insecure, "Do not check certificates");
  app.add_option("--cacert", target.http.cacert,
                 "Trust these authorities (a PEM file) instead of the system's")
      ->type_name("FILE");
  app.add_option("--proxy", target.http.proxy,
                 "http://, socks4://, socks5:// or socks5h://HOST:PORT; 'none' ignores the environment's")
      ->type_name("URL");
  add_duration(app, "--timeout", target.http.timeout, "For requests that state none; 0 is for ever [60s]");
}

void add_skip_broken(CLI::App& app, TargetOptions& target) {
  app.add_flag("--skip-broken", target.skip_broken,
               "Leave out files with errors and go on with the rest; the report says so");
}

void add_selection_options(CLI::App& app, TargetOptions& target) {
  app.add_option("--only", target.only,
                 "Only these tasksets: full names, * for any text, ? for one character; repeatable")
      ->allow_extra_args(false)
      ->type_name("GLOB");
  app.add_option("--except", target.except, "Not these tasksets; repeatable")
      ->allow_extra_args(false)
      ->type_name("GLOB");
  add_skip_broken(app, target);
}

void add_load_options(CLI::App& app, RunArguments& run) {
  app.add_option("-u,--users", run.users, "Users that run at the same time")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{10'000'000}))
      ->capture_default_str();
  app.add_option("-r,--spawn-rate", run.spawn_rate, "Users that start in each second")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  add_duration(app, "-t,--run-time", run.run_time,
               "How long to run, the start of the users included; until Ctrl-C when left out");
  add_duration(app, "--stop-timeout", run.stop_timeout,
               "How long users may go on with their task at the end [0s]");
  app.add_option("--threads", run.threads, "Worker threads; 0 is one a core")
      ->check(CLI::Range(0, 1024))
      ->capture_default_str();
  app.add_option("--tags", run.tags, "Only tasks with one of these tags")
      ->delimiter(',')
      ->type_name("TAG,...");
  app.add_option("--exclude-tags", run.exclude_tags, "No tasks with one of these tags")
      ->delimiter(',')
      ->type_name("TAG,...");
}

void add_report_options(CLI::App& app, RunArguments& run) {
  app.add_flag("-y,--yes", run.yes, "Run without asking");
  app.add_option("--csv", run.csv, "Write PREFIX_stats.csv and the other three files that Locust writes")
      ->type_name("PREFIX");
  app.add_option("--json", run.json, "Write a summary as JSON")->type_name("FILE");
  app.add_option("--exit-code-on-error", run.exit_code_on_error,
                 "Exit code when a request, check or task failed")
      ->check(CLI::Range(0, 255))
      ->capture_default_str();
}

CLI::App* add_run(CLI::App& app, RunArguments& run) {
  CLI::App* command = app.add_subcommand("run", "Play tasksets against a host, and measure");
  command->add_option("PATH", run.target.paths, ".nest files, or folders that hold them")
      ->capture_default_str();
  add_selection_options(*command, run.target);
  add_target_options(*command, run.target);
  add_load_options(*command, run);
  add_report_options(*command, run);
  return command;
}

CLI::App* add_try(CLI::App& app, TryArguments& arguments) {
  CLI::App* command = app.add_subcommand("try", "One user, once, with every request, answer and check shown");
  command->add_option("TASKSET[.TASK]", arguments.what,
                      "What to try; may be left out when there is one taskset only");
  command->add_option("-p,--path", arguments.target.paths, ".nest files, or folders that hold them")
      ->capture_default_str();
  add_skip_broken(*command, arguments.target);
  add_target_options(*command, arguments.target);
  command->add_option("--body-limit", arguments.body_limit, "Bytes of a body that are shown")
      ->capture_default_str();
  return command;
}

}  // namespace

int run_command_line(int argc, char** argv) {
  // A reader of our output that goes away is an error to report, not the end of the process.
  std::signal(SIGPIPE, SIG_IGN);
  CLI::App app("nest: load tests with compiled user behaviour", "nest");
  app.set_version_flag("--version", "nest " NEST_VERSION);
  app.require_subcommand(1);
  RunArguments run;
  TryArguments tried;
  const CLI::App* run_app = add_run(app, run);
  add_try(app, tried);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kExitOk : kExitUsage;
  }
  return run_app->parsed() ? command_run(run) : command_try(tried);
}

}  // namespace nest
