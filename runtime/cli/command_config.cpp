#include <fmt/format.h>

#include <string>

#include "runtime/cli/commands.h"
#include "runtime/cli/compile_scenarios.h"
#include "runtime/cli/exit_codes.h"
#include "runtime/cli/run_secrets.h"
#include "runtime/cli/run_settings.h"
#include "runtime/cli/run_target.h"
#include "runtime/cli/run_weights.h"
#include "runtime/report/console.h"
#include "runtime/report/format.h"
#include "runtime/report/json_text.h"
#include "runtime/report/table.h"
#include "runtime/secrets/masking.h"

namespace nest {

namespace {

/// Where a param has its value from.
config::Origin origin_of(const ParamInfo& param, const RunSettings& settings, const RunArguments& arguments) {
  config::Origin origin{config::Source::Declared, param.declared_at};
  for (const auto& set : settings.settings.params()) {
    if (config::is_name_of(set.name, param.full_name)) origin = set.origin;
  }
  for (const std::string& assignment : arguments.target.set) {
    if (config::is_name_of(assignment.substr(0, assignment.find('=')), param.full_name))
      origin = {config::Source::Flag, "--set"};
  }
  return origin;
}

/// All that counts for a run, of whatever source.
struct Shown {
  const RunArguments& arguments;
  const RunSettings& settings;
  const nest_program& program;
  const RunWeights& weights;
  const RunValues& values;
};

std::string text_of(const Shown& shown) {
  Table table({"", "", ""}, "lll");
  const auto add = [&](std::string_view name, std::string_view value, const config::Origin& origin) {
    table.add({one_line(name), one_line(mask_value(name, value)), one_line(config::origin_text(origin))});
  };
  for (const config::KeyInfo& key : config::all_keys()) {
    if (const auto& setting = shown.settings.settings.get(key.key)) {
      add(key.name, config::value_text(setting->value), setting->origin);
    } else {
      table.add({std::string(key.name), "-", "not set"});
    }
  }
  for (std::uint64_t i = 0; i < shown.program.taskset_count; ++i) {
    add(fmt::format("weight {}", view(shown.program.tasksets[i].full_name)),
        std::to_string(shown.weights.chosen[i].weight), shown.weights.chosen[i].origin);
  }
  for (const ParamInfo& param : shown.values.params()) {
    add(fmt::format("param {}", param.full_name), param.value,
        origin_of(param, shown.settings, shown.arguments));
  }
  for (const config::Service& service : shown.settings.settings.services())
    add("service " + service.name, service.run, service.origin);
  std::string text =
      shown.settings.has_config
          ? fmt::format("Configuration: {}\n", one_line(shown.settings.path))
          : fmt::format("Configuration: none ({} does not exist)\n", one_line(shown.settings.path));
  // The table's heads are empty: its first line is.
  const std::string lines = table.text(terminal_width(stdout), 1);
  text += lines.substr(lines.find('\n') + 1);
  if (!shown.weights.remark.empty()) text += shown.weights.remark + '\n';
  return text;
}

void add_json(JsonText& json, std::string_view value, const config::Origin& origin) {
  json.member("value", value)
      .member("source", config::source_name(origin.source))
      .member("where", std::string_view(origin.where));
}

std::string json_of(const Shown& shown) {
  JsonText json;
  json.begin_object();
  json.member("config", std::string_view(shown.settings.has_config ? shown.settings.path : ""));
  json.name("settings").begin_object();
  for (const config::KeyInfo& key : config::all_keys()) {
    const auto& setting = shown.settings.settings.get(key.key);
    if (!setting) continue;
    json.name(key.name).begin_object();
    add_json(json, mask_value(key.name, config::value_text(setting->value)), setting->origin);
    json.end_object();
  }
  json.end_object().name("weights").begin_array();
  for (std::uint64_t i = 0; i < shown.program.taskset_count; ++i) {
    const config::ChosenWeight& chosen = shown.weights.chosen[i];
    json.begin_object()
        .member("taskset", view(shown.program.tasksets[i].full_name))
        .member("weight", std::uint64_t{chosen.weight})
        .member("source", config::source_name(chosen.origin.source))
        .member("where", std::string_view(chosen.origin.where))
        .end_object();
  }
  json.end_array().name("params").begin_array();
  for (const ParamInfo& param : shown.values.params()) {
    json.begin_object().member("param", param.full_name);
    add_json(json, mask_value(param.full_name, param.value),
             origin_of(param, shown.settings, shown.arguments));
    json.end_object();
  }
  json.end_array().name("services").begin_array();
  for (const config::Service& service : shown.settings.settings.services()) {
    json.begin_object()
        .member("name", std::string_view(service.name))
        .member("run", std::string_view(mask_text(service.run)))
        .member("where", std::string_view(service.origin.where))
        .end_object();
  }
  json.end_array().end_object();
  return json.text();
}

}  // namespace

int command_config_show(const ConfigArguments& given) {
  const auto settings = read_settings(given.run.target);
  if (!settings) return kExitUsage;
  RunArguments arguments = given.run;
  apply(settings->settings, arguments);
  remember_secrets(arguments.target, *settings);
  const auto compiled = compile_scenarios(arguments.target, settings->settings);
  if (!compiled) return kExitFailed;
  const nest_program& program = compiled->program.image();
  RunValues values(program);
  if (const auto set = set_all_params(values, settings->settings, arguments.target.set); !set)
    return complain(kExitUsage, set.error());
  const auto weights = run_weights(compiled->program, *settings);
  if (!weights) return kExitUsage;
  const Shown shown{arguments, *settings, program, *weights, values};
  const std::string failure = write_text(stdout, given.json ? json_of(shown) : text_of(shown));
  return failure.empty() ? kExitOk : complain(kExitFailed, "standard output cannot be written: " + failure);
}

}  // namespace nest
