#include "runtime/cli/run_settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "compiler/config/read_config.h"
#include "compiler/config/read_environment.h"
#include "compiler/config/weights.h"
#include "compiler/diagnostics/sorted_sink.h"
#include "compiler/shell/remark.h"
#include "runtime/cli/show_findings.h"
#include "runtime/report/format.h"

namespace nest {
namespace {

using config::Key;

// What a flag, a variable or nest.toml says; else the option keeps its own default.
template <typename Value, typename Option>
void put(const config::Settings& settings, Key key, Option& option) {
  if (const auto value = settings.value<Value>(key)) option = static_cast<Option>(*value);
}

template <typename Option>
void put_time(const config::Settings& settings, Key key, Option& option) {
  if (const auto time = settings.value<std::chrono::nanoseconds>(key)) option = Nanoseconds{time->count()};
}

void put_text(const config::Settings& settings, Key key, std::string& option) {
  if (auto text = settings.value<std::string>(key)) option = std::move(*text);
}

void put_names(const config::Settings& settings, Key key, std::vector<std::string>& option) {
  if (auto names = settings.value<std::vector<std::string>>(key)) option = std::move(*names);
}

}  // namespace

bool is_declared(const RunValues& values, std::string_view name) {
  return std::ranges::any_of(
      values.params(), [&](const ParamInfo& param) { return config::is_name_of(name, param.full_name); });
}

std::optional<RunSettings> read_settings(const TargetOptions& target) {
  RunSettings result;
  SortedSink findings;
  Emitter emitter(findings);
  const std::vector<std::filesystem::path> paths(target.paths.begin(), target.paths.end());
  const bool given = !target.config.empty();
  const std::filesystem::path path =
      given ? std::filesystem::path(target.config) : config::default_config(paths);
  result.path = path.string();
  const config::Layer file = config::load_config(path, given, result.sources, emitter);
  result.has_config = result.sources.size() > 0;
  const config::Layer environment = config::read_environment(config::nest_variables(), emitter);
  show_findings(findings, result.sources);
  if (emitter.errors() > 0) return std::nullopt;
  result.settings = config::Settings::resolve(target.flags, environment, file);
  return result;
}

void apply(const config::Settings& settings, TargetOptions& target) {
  put_text(settings, Key::Host, target.http.host);
  put_time(settings, Key::Timeout, target.http.timeout);
  put<bool>(settings, Key::Insecure, target.http.insecure);
  put_text(settings, Key::Cacert, target.http.cacert);
  put_text(settings, Key::Proxy, target.http.proxy);
  if (settings.value<std::string>(Key::Http) == "2") target.http.http = http::HttpVersion::Http2;
  if (const auto seed = settings.value<std::uint64_t>(Key::Seed)) target.seed = seed;
  put_names(settings, Key::AllowHosts, target.allowed_hosts);
  put_names(settings, Key::Only, target.only);
  put_names(settings, Key::Except, target.except);
  put<bool>(settings, Key::SkipBroken, target.skip_broken);
  put<bool>(settings, Key::NoServices, target.no_services);
  put<bool>(settings, Key::NoCache, target.no_cache);
  put_text(settings, Key::SourceAddress, target.http.source_addresses);
  put_names(settings, Key::Resolve, target.http.resolve);
  if (settings.value<std::string>(Key::Dns) == "round-robin") target.http.dns = http::DnsPolicy::RoundRobin;
}

void apply(const config::Settings& settings, RunArguments& arguments) {
  apply(settings, arguments.target);
  put_text(settings, Key::Plan, arguments.plan);
  put<std::uint64_t>(settings, Key::Users, arguments.users);
  put<double>(settings, Key::SpawnRate, arguments.spawn_rate);
  put_time(settings, Key::RunTime, arguments.run_time);
  put_time(settings, Key::StopTimeout, arguments.stop_timeout);
  put<std::uint64_t>(settings, Key::Threads, arguments.threads);
  put_text(settings, Key::Engine, arguments.engine);
  put<bool>(settings, Key::Yes, arguments.yes);
  put_names(settings, Key::Tags, arguments.tags);
  put_names(settings, Key::ExcludeTags, arguments.exclude_tags);
  put_text(settings, Key::Csv, arguments.csv);
  put_text(settings, Key::Json, arguments.json);
  put_text(settings, Key::Results, arguments.results);
  put<bool>(settings, Key::NoResults, arguments.no_results);
  put_text(settings, Key::Name, arguments.name);
  put<bool>(settings, Key::Strict, arguments.strict);
  put<std::uint64_t>(settings, Key::ExitCodeOnError, arguments.exit_code_on_error);
  put_text(settings, Key::Share, arguments.share);
}

RunValues::Outcome set_all_params(RunValues& values, const config::Settings& settings,
                                  const std::vector<std::string>& assignments) {
  for (const auto& param : settings.params()) {
    const RunValues::Outcome outcome = values.set(param.name, param.value);
    if (outcome) continue;
    const bool declared = is_declared(values, param.name);
    if (!declared && settings.leave_out()) continue;
    const std::string message =
        fmt::format("{}: {}", one_line(config::origin_text(param.origin)), outcome.error());
    if (declared) return std::unexpected(message);
    remark("nest: warning: {}\n", message);
  }
  return set_params(values, assignments);
}

}  // namespace nest
