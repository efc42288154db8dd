#include "runtime/cli/run_outline.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "runtime/cli/host_scope.h"
#include "runtime/report/format.h"
#include "runtime/secrets/masking.h"

namespace nest {
namespace {

using config::Key;

// "  (nest.toml:3)"; nothing for a default.
std::string origin_of(const config::Origin& origin) {
  if (origin.source == config::Source::Default) return {};
  return fmt::format("  ({})", one_line(config::origin_text(origin)));
}

std::string origin_of(const config::Settings& settings, Key key) {
  const auto& setting = settings.get(key);
  return setting ? origin_of(setting->origin) : "";
}

std::string line(std::string_view name, std::string_view value, const std::string& origin) {
  return fmt::format("{:<14}{}{}\n", name, one_line(value), origin);
}

// "Stop timeout"
std::string title_of(std::string_view key) {
  std::string title(key);
  std::ranges::replace(title, '_', ' ');
  if (!title.empty() && title.front() >= 'a' && title.front() <= 'z') title.front() -= 'a' - 'A';
  return title;
}

// What was set and has no line of its own.
std::string others_text(const config::Settings& settings) {
  constexpr std::array kShown = {Key::Host,    Key::Plan, Key::Users,   Key::SpawnRate,
                                 Key::RunTime, Key::Seed, Key::Weights, Key::Yes};
  std::string text;
  for (const config::KeyInfo& key : config::all_keys()) {
    const auto& setting = settings.get(key.key);
    if (!setting || setting->origin.source == config::Source::Default) continue;
    if (std::ranges::find(kShown, key.key) != kShown.end()) continue;
    text += line(title_of(key.name), mask_value(key.name, config::value_text(setting->value)),
                 origin_of(setting->origin));
  }
  return text;
}

std::string params_text(const RunArguments& arguments, const config::Settings& settings,
                        const RunValues& values) {
  std::string text;
  const auto add = [&](std::string_view assignment, const std::string& origin) {
    text += line(text.empty() ? "Params" : "", assignment, origin);
  };
  for (const auto& param : settings.params()) {
    if (is_declared(values, param.name))
      add(fmt::format("{} = {}", param.name, mask_value(param.name, param.value)), origin_of(param.origin));
  }
  for (const std::string& assignment : arguments.target.set) {
    const std::size_t sign = assignment.find('=');
    const std::string name = assignment.substr(0, sign);
    add(fmt::format("{} = {}", name, mask_value(name, assignment.substr(sign + 1))), "  (--set)");
  }
  return text;
}

std::string plan_text(const RunPlan& plan, const config::Settings& values) {
  std::string text = line("Plan", view(plan.plan->name), origin_of(values, Key::Plan));
  for (const std::string& step : plan_lines(plan)) text += fmt::format("{:<14}{}\n", "", step);
  return text;
}

std::string load_text(const RunArguments& arguments, const config::Settings& values,
                      const std::string& remark) {
  std::string text;
  if (!remark.empty()) text += line("Plan", remark, "");
  text += line("Users", std::to_string(arguments.users), origin_of(values, Key::Users));
  text += line("Spawn rate", fmt::format("{}/s", arguments.spawn_rate), origin_of(values, Key::SpawnRate));
  const auto& run_time = values.get(Key::RunTime);
  const bool endless = arguments.run_time.value_or(0) == 0;
  text += line("Run time", endless ? "until Ctrl-C" : config::value_text(run_time->value),
               origin_of(values, Key::RunTime));
  return text;
}

}  // namespace

std::string outline_text(const RunArguments& arguments, const RunSettings& settings, const RunPlan& plan,
                         const RunValues& params, bool needs_host, bool color) {
  const config::Settings& values = settings.settings;
  std::string text;
  const std::string& host = arguments.target.http.host;
  text += line("Host", host.empty() && !needs_host ? "each request's own" : mask_url(host),
               origin_of(values, Key::Host));
  if (const std::string remark = foreign_host_remark(host); !remark.empty()) {
    text += fmt::format("{:<14}{}{}: run only what its owner has agreed to{}\n", "",
                        color ? "\x1b[1;33m" : "", remark, color ? "\x1b[0m" : "");
  }
  text += plan.plan != nullptr ? plan_text(plan, values) : load_text(arguments, values, plan.remark);
  const auto& seed = values.get(Key::Seed);
  text += line("Seed", std::to_string(arguments.target.seed.value_or(0)),
               seed ? origin_of(seed->origin) : "  (made up)");
  return text + others_text(values) + params_text(arguments, values, params);
}

}  // namespace nest
