#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <sstream>

#include "compiler/config/read_config.h"
#include "compiler/config/read_environment.h"
#include "compiler/config/time_text.h"
#include "compiler/config/weights.h"
#include "compiler/diagnostics/collecting_sink.h"
#include "compiler/diagnostics/sorted_sink.h"
#include "tests/support/findings.h"
#include "tests/support/golden_file.h"

namespace nest::config {
namespace {

/// What every golden is read for.
const std::vector<WeightedTaskset> kTasksets = {
    {"shop/shopper.Shopper", 3, "shop/shopper.nest:2:1", true},
    {"shop/shopper.Shopper.Support", 1, "shop/shopper.nest:9:5", false},
    {"admin.Admin", 1, "admin.nest:1:1", true},
    {"a.Twin", 1, "a.nest:1:1", true},
    {"b.Twin", 0, "b.nest:1:1", true}};

/// Lines `# env NAME=VALUE` and `# flag users=VALUE` of the input.
Environment directives(const std::string& input, const std::string& kind) {
  Environment found;
  std::istringstream lines(input);
  const std::string lead = "# " + kind + " ";
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with(lead)) continue;
    const std::size_t sign = line.find('=');
    found.emplace_back(line.substr(lead.size(), sign - lead.size()), line.substr(sign + 1));
  }
  return found;
}

Layer flag_layer(const std::string& input) {
  CollectingSink sink;
  Emitter emitter(sink);
  Environment as_variables;
  for (auto& [name, value] : directives(input, "flag")) as_variables.emplace_back("NEST_" + name, value);
  Layer layer = read_environment(as_variables, emitter);
  for (const KeyInfo& key : all_keys()) {
    auto& setting = layer.values[static_cast<std::size_t>(key.key)];
    if (setting) setting->origin = {Source::Flag, std::string(key.flag)};
  }
  for (auto& weight : layer.weights) weight.origin = {Source::Flag, "--weight"};
  return layer;
}

std::string optional_time(const std::optional<std::chrono::nanoseconds>& time) {
  return time ? time_text(*time) : "-";
}

std::string shown(const Settings& settings, const std::vector<ChosenWeight>& weights) {
  std::string text;
  for (const KeyInfo& key : all_keys()) {
    const auto& setting = settings.get(key.key);
    if (!setting || setting->origin.source == Source::Default) continue;
    text += fmt::format("{} = {} ({})\n", key.name, value_text(setting->value), origin_text(setting->origin));
  }
  for (std::size_t i = 0; i < weights.size(); ++i) {
    text += fmt::format("weight {} = {} ({})\n", kTasksets[i].full_name, weights[i].weight,
                        origin_text(weights[i].origin));
  }
  for (const auto& param : settings.params())
    text += fmt::format("param {} = {} ({})\n", param.name, param.value, origin_text(param.origin));
  for (const Service& service : settings.services()) {
    text += fmt::format(
        "service {} ({}): `{}` in `{}`, ready {} `{}` within {}, after [{}], on failure {}, grace {}\n",
        service.name, origin_text(service.origin), service.run, service.folder,
        static_cast<int>(service.ready), service.ready_text, optional_time(service.within),
        fmt::join(service.after, ", "), static_cast<int>(service.on_failure), optional_time(service.grace));
    for (const auto& [name, value] : service.environment) text += fmt::format("  env {}={}\n", name, value);
  }
  return text;
}

std::string render(const std::string& name, const std::string& input) {
  SourceSet sources;
  SortedSink sink;
  Emitter emitter(sink);
  const FileId file = sources.add("here/" + name, input);
  const Layer config = read_config(file, sources, emitter);
  const Layer environment = read_environment(directives(input, "env"), emitter);
  const Settings settings = Settings::resolve(flag_layer(input), environment, config);
  const auto weights = choose_weights(kTasksets, settings, emitter);
  EXPECT_EQ(emitter.errors() > 0, name.starts_with("fail_")) << name;
  EXPECT_EQ(emitter.errors() == 0 && emitter.warnings() > 0, name.starts_with("warn_")) << name;
  const std::string findings = nest::test_support::describe(sink.sorted(), sources);
  return emitter.errors() > 0 ? findings : findings + shown(settings, weights);
}

TEST(ConfigGolden, gives_the_settings_or_the_findings_that_its_goldens_expect) {
  nest::test_support::run_goldens(nest::test_support::golden_root() / "config", render);
}

}  // namespace
}  // namespace nest::config
