#include "runtime/cli/command_line.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/config/setting_text.h"
#include "compiler/shell/completion_command.h"
#include "compiler/shell/usage_error.h"
#include "runtime/cli/commands.h"
#include "runtime/cli/duration_option.h"
#include "runtime/cli/exit_codes.h"
#include "runtime/cli/options.h"
#include "runtime/cli/options_elsewhere.h"

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

void add_config_file(CLI::App& app, TargetOptions& target) {
  app.add_option("--config", target.config,
                 "The configuration; left out, it is nest.toml beside PATH, if there is one")
      ->type_name("FILE");
}

void add_host(CLI::App& app, TargetOptions& target) {
  app.add_option("-H,--host", target.http.host, "Where the requests go: http://shop.test:8080")
      ->type_name("URL");
}

void add_params(CLI::App& app, TargetOptions& target) {
  app.add_option("--set", target.set, "The value of a `param` of the tasksets, for this run")
      ->allow_extra_args(false)
      ->type_name("NAME=VALUE");
}

// From where to where connections go.
void add_address_options(CLI::App& app, TargetOptions& target) {
  app.add_option("--source-address", target.http.source_addresses,
                 "Local addresses for connections, in turn: 10.0.0.5,10.0.0.8-10.0.0.20,10.0.1.0/28")
      ->type_name("LIST");
  app.add_option("--resolve", target.http.resolve, "Use this address for the host instead of looking it up")
      ->allow_extra_args(false)
      ->type_name("HOST:PORT:ADDR");
  app.add_option("--dns", target.dns, "Which of the host's addresses: the first that answers, or all in turn")
      ->check(CLI::IsMember({"first", "round-robin"}))
      ->type_name("first|round-robin");
}

void add_target_options(CLI::App& app, TargetOptions& target) {
  add_config_file(app, target);
  add_host(app, target);
  app.add_option("--seed", target.seed, "Makes every user's decisions repeatable; random when left out");
  add_params(app, target);
  app.add_flag("--no-services", target.no_services,
               "Start no services; NEST_NAME_URL in the environment says where they are");
  app.add_flag("--no-cache", target.no_cache, "Compile anew what has not changed since the last start");
  app.add_flag("--insecure", target.http.insecure, "Do not check certificates");
  app.add_option("--cacert", target.http.cacert,
                 "Trust these authorities (a PEM file) instead of the system's")
      ->type_name("FILE");
  app.add_option("--proxy", target.http.proxy,
                 "http://, socks4://, socks5:// or socks5h://HOST:PORT; 'none' ignores the environment's")
      ->type_name("URL");
  app.add_option(
         "--http", target.http_version,
         "The version of HTTP for requests that state none; over TLS, 2 is what the server may choose")
      ->check(CLI::IsMember({"1.1", "2"}))
      ->type_name("1.1|2");
  app.add_option("--allow-host", target.allowed_hosts,
                 "A host that requests may go to besides the run's, * for any text; repeatable")
      ->allow_extra_args(false)
      ->type_name("GLOB");
  add_address_options(app, target);
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

// How many users, and by how many threads.
void add_scale_options(CLI::App& app, RunArguments& run) {
  app.add_option("--plan", run.plan,
                 "The plan of the files to follow, instead of users, spawn rate and run time")
      ->type_name("NAME");
  app.add_option("-u,--users", run.users, "Users that run at the same time")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{10'000'000}))
      ->capture_default_str();
  app.add_option("-r,--spawn-rate", run.spawn_rate, "Users that start in each second")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--threads", run.threads, "Worker threads; 0 is one a core")
      ->check(CLI::Range(0, 1024))
      ->capture_default_str();
}

void add_engine(CLI::App& app, std::string& engine) {
  app.add_option("--engine", engine, "How workers wait for answers; auto is io_uring where it can be had")
      ->check(CLI::IsMember({"epoll", "io_uring", "auto"}))
      ->type_name("epoll|io_uring|auto")
      ->capture_default_str();
}

void add_load_options(CLI::App& app, RunArguments& run) {
  add_scale_options(app, run);
  add_duration(app, "-t,--run-time", run.run_time,
               "How long to run, the start of the users included; until Ctrl-C when left out");
  add_duration(app, "--stop-timeout", run.stop_timeout,
               "How long users may go on with their task at the end [0s]");
  add_engine(app, run.engine);
  app.add_option("--weights", run.weights, "Whose weights count: config is nest.toml's, where it has one")
      ->check(CLI::IsMember({"config", "tasksets"}))
      ->type_name("config|tasksets");
  app.add_option("--weight", run.weight, "The weight of a taskset, for this run; repeatable")
      ->allow_extra_args(false)
      ->type_name("NAME=N");
  app.add_option("--tags", run.tags, "Only tasks with one of these tags")
      ->delimiter(',')
      ->type_name("TAG,...");
  app.add_option("--exclude-tags", run.exclude_tags, "No tasks with one of these tags")
      ->delimiter(',')
      ->type_name("TAG,...");
}

void add_report_options(CLI::App& app, RunArguments& run) {
  app.add_option("--share", run.share, "Serve the shared objects over HTTP, for programs beside the run")
      ->type_name("ADDRESS[:PORT]");
  app.add_option("--share-token", run.share_token, "What they have to send; better in NEST_SHARE_TOKEN")
      ->type_name("TOKEN")
      ->envname("NEST_SHARE_TOKEN");
  app.add_flag("-y,--yes", run.yes, "Run without asking");
  app.add_option("--csv", run.csv, "Write PREFIX_stats.csv and the other three files that Locust writes")
      ->type_name("PREFIX");
  app.add_option("--json", run.json, "Write a summary as JSON")->type_name("FILE");
  app.add_option("--results", run.results, "Where the folder with the results is made")
      ->type_name("FOLDER")
      ->capture_default_str();
  app.add_flag("--no-results", run.no_results, "Leave no folder with results");
  app.add_option("--name", run.name, "A part of that folder's name; that of the tasksets when left out")
      ->type_name("NAME");
  app.add_flag("--strict", run.strict, "Exit code 3 when the load generator was too late to be believed");
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

void add_format(CLI::App& app, bool& json, const std::string& help) {
  app.add_option_function<std::string>(
         "--format", [&json](const std::string& format) { json = format == "json"; }, help)
      ->check(CLI::IsMember({"text", "json"}))
      ->type_name("text|json");
}

CLI::App* add_list(CLI::App& app, ListArguments& arguments) {
  CLI::App* command = app.add_subcommand("list", "What the files hold: tasksets, tasks, params, services");
  command->add_option("PATH", arguments.target.paths, ".nest files, or folders that hold them")
      ->capture_default_str();
  add_selection_options(*command, arguments.target);
  add_config_file(*command, arguments.target);
  add_format(*command, arguments.json, "text, a tree, or json");
  return command;
}

// What decides about what a run needs, and no more.
CLI::App* add_doctor(CLI::App& app, DoctorArguments& arguments) {
  CLI::App* command =
      app.add_subcommand("doctor", "What this machine can carry, and what to change so that it carries more");
  command->add_option("PATH", arguments.run.target.paths, ".nest files, or folders that hold them")
      ->capture_default_str();
  add_selection_options(*command, arguments.run.target);
  add_config_file(*command, arguments.run.target);
  add_host(*command, arguments.run.target);
  add_params(*command, arguments.run.target);
  add_address_options(*command, arguments.run.target);
  add_scale_options(*command, arguments.run);
  command->add_option("--root", arguments.root, "A folder with copies of another machine's /proc and /sys")
      ->check(CLI::ExistingDirectory)
      ->type_name("FOLDER");
  add_format(*command, arguments.json, "text or json [text]");
  return command;
}

CLI::App* add_calibrate(CLI::App& app, CalibrateArguments& arguments) {
  CLI::App* command = app.add_subcommand(
      "calibrate", "How exact nest's times are on this machine, by a server whose delays are known");
  command->add_option("-u,--users", arguments.users, "Users that run at the same time")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{100'000}))
      ->capture_default_str();
  command->add_option("--rate", arguments.rate, "Requests a second of all users together")
      ->check(CLI::Range(0.1, 1e6))
      ->capture_default_str();
  add_duration(*command, "-t,--time", arguments.time, "How long service times are compared [5s]");
  add_duration(*command, "--stall", arguments.stall,
               "How long the server then stands still once; 0s: not at all [1.5s]");
  command->add_option("--threads", arguments.threads, "Worker threads")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  add_engine(*command, arguments.engine);
  command->add_option("--out", arguments.out, "Write the result as JSON")->type_name("FILE");
  add_format(*command, arguments.json, "text or json [text]");
  return command;
}

CLI::App* add_show(CLI::App& app, ShowArguments& arguments) {
  CLI::App* command = app.add_subcommand("show", "The report of a run again, from its results");
  command->add_option("FOLDER", arguments.folder, "A folder that `nest run` has left below nest-results")
      ->required()
      ->type_name("");
  add_format(*command, arguments.json, "text, or json as `nest run --json` writes it");
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

// What nest run takes, so that it can be asked what would count.
CLI::App* add_config_show(CLI::App& app, ConfigArguments& arguments) {
  CLI::App* config = app.add_subcommand("config", "What a run would be told, and by whom");
  config->require_subcommand(1);
  CLI::App* command = config->add_subcommand("show", "Every setting with its value and where it comes from");
  command->add_option("PATH", arguments.run.target.paths, ".nest files, or folders that hold them")
      ->capture_default_str();
  command
      ->add_option_function<std::string>(
          "--format", [&arguments](const std::string& format) { arguments.json = format == "json"; },
          "text or json [text]")
      ->check(CLI::IsMember({"text", "json"}))
      ->type_name("text|json");
  add_selection_options(*command, arguments.run.target);
  add_target_options(*command, arguments.run.target);
  add_load_options(*command, arguments.run);
  add_report_options(*command, arguments.run);
  return command;
}

// "Shopper=3", as many as there are.
void add_weights(const CLI::App& command, config::Layer& flags) {
  const CLI::Option* option = command.get_option_no_throw("--weight");
  if (option == nullptr) return;
  for (const std::string& assignment : option->results()) {
    const std::size_t sign = assignment.rfind('=');
    if (sign == std::string::npos || sign == 0)
      throw CLI::ConversionError(fmt::format("--weight: {} sets nothing; write NAME=N", assignment));
    const auto weight = config::parse_weight(std::string_view(assignment).substr(sign + 1));
    if (!weight)
      throw CLI::ConversionError(fmt::format("--weight: {} is not {}", assignment, weight.error()));
    flags.weights.push_back(
        {assignment.substr(0, sign), *weight, {config::Source::Flag, "--weight"}, std::nullopt});
  }
}

// The flags that were given, by the names that nest.toml and the environment have for the same settings.
config::Layer flags_of(const CLI::App& command) {
  config::Layer flags;
  for (const config::KeyInfo& key : config::all_keys()) {
    const CLI::Option* option = command.get_option_no_throw(std::string(key.flag));
    if (option == nullptr || option->count() == 0) continue;
    const std::string_view separator = key.kind == config::Kind::Words ? " " : ",";
    const std::string text = fmt::format("{}", fmt::join(option->results(), separator));
    auto value = config::parse_setting(key, text);
    if (!value) throw CLI::ConversionError(fmt::format("{}: {} is not {}", key.flag, text, value.error()));
    flags.set(key.key, std::move(*value), {config::Source::Flag, std::string(key.flag)});
  }
  add_weights(command, flags);
  return flags;
}

}  // namespace

int run_command_line(int argc, char** argv) {
  // A reader of our output that goes away, and a file that may not grow further, are errors to report, not
  // the end of the process.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  CLI::App app("nest: load tests with compiled user behaviour", "nest");
  app.set_version_flag("--version", "nest " NEST_VERSION);
  app.require_subcommand(1);
  RunArguments run;
  TryArguments tried;
  ConfigArguments asked;
  const CLI::App* run_app = add_run(app, run);
  const CLI::App* try_app = add_try(app, tried);
  const CLI::App* config_app = add_config_show(app, asked);
  ListArguments listed;
  const CLI::App* list_app = add_list(app, listed);
  int completion_code = kExitOk;
  const CLI::App* completion_app = add_completion_command(app, NEST_VERSION, completion_code);
  ShowArguments shown;
  const CLI::App* show_app = add_show(app, shown);
  DoctorArguments examined;
  const CLI::App* doctor_app = add_doctor(app, examined);
  CalibrateArguments calibrated;
  const CLI::App* calibrate_app = add_calibrate(app, calibrated);
  run.command.assign(argv, argv + argc);
  try {
    app.parse(argc, argv);
    run.target.flags = flags_of(*run_app);
    tried.target.flags = flags_of(*try_app);
    asked.run.target.flags = flags_of(*config_app);
    listed.target.flags = flags_of(*list_app);
    examined.run.target.flags = flags_of(*doctor_app);
  } catch (const CLI::ParseError& error) {
    return show_usage_error(app, error, run.command, options_elsewhere) == 0 ? kExitOk : kExitUsage;
  }
  if (config_app->parsed()) return command_config_show(asked);
  if (doctor_app->parsed()) return command_doctor(examined);
  if (calibrate_app->parsed()) return command_calibrate(calibrated);
  if (show_app->parsed()) return command_show(shown);
  if (list_app->parsed()) return command_list(listed);
  if (completion_app->parsed()) return completion_code;
  return run_app->parsed() ? command_run(run) : command_try(tried);
}

}  // namespace nest
