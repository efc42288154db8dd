#include "runtime/results/results_json.h"

#include <array>
#include <ctime>

#include "runtime/report/json.h"
#include "runtime/report/json_text.h"
#include "runtime/results/exact_json.h"
#include "runtime/results/results_folder.h"
#include "runtime/results/source_files.h"
#include "runtime/secrets/masking.h"

namespace nest {
namespace {

void add_settings(JsonText& json, std::string_view name, const std::vector<RunFacts::Setting>& settings) {
  json.name(name).begin_array();
  for (const RunFacts::Setting& setting : settings) {
    json.begin_object().member("name", std::string_view(setting.name));
    json.member("value", std::string_view(mask_value(setting.name, setting.value)));
    if (!setting.origin.empty()) json.member("origin", std::string_view(mask_text(setting.origin)));
    json.end_object();
  }
  json.end_array();
}

void add_program(JsonText& json, const RunFacts& facts) {
  json.name("sources").begin_array();
  const std::vector<std::string> stored = stored_names(facts.sources);
  for (std::size_t i = 0; i < facts.sources.size(); ++i) {
    json.begin_object().member("path", std::string_view(facts.sources[i].path));
    json.member("stored", std::string_view(stored[i])).end_object();
  }
  json.end_array().name("data").begin_array();
  for (const RunFacts::DataFile& file : facts.data) {
    json.begin_object().member("data", std::string_view(file.data));
    json.member("path", std::string_view(file.path)).member("rows", file.rows).member("bytes", file.bytes);
    json.member("sha256", std::string_view(file.sha256)).end_object();
  }
  json.end_array().name("left_out").begin_array();
  for (const std::string& path : facts.left_out) json.value(std::string_view(path));
  json.end_array().name("weights").begin_array();
  for (const RunFacts::Weight& weight : facts.weights) {
    json.begin_object().member("taskset", std::string_view(weight.taskset));
    json.member("declared", std::uint64_t{weight.declared}).member("used", std::uint64_t{weight.used});
    json.end_object();
  }
  json.end_array();
  add_settings(json, "settings", facts.settings);
  add_settings(json, "params", facts.params);
}

void add_surroundings(JsonText& json, const RunFacts& facts) {
  json.name("command").begin_array();
  for (const std::string& argument : mask_command(facts.command)) json.value(std::string_view(argument));
  json.end_array().name("versions").begin_object();
  for (const auto& [name, version] : facts.versions) json.member(name, std::string_view(version));
  json.end_object().name("machine").begin_object();
  for (const auto& [name, value] : system_facts()) json.member(name, std::string_view(value));
  json.end_object();
}

}  // namespace

std::string results_json(const RunFacts& facts, double started_at, const RunSummary* summary,
                         bool is_finished) {
  JsonText json(mask_text);
  json.begin_object().member("kind", std::string_view(kResultsKind)).member("format", kResultsFormat);
  json.member("finished", is_finished).member("name", std::string_view(facts.name));
  json.member("started", std::string_view(utc_text(started_at)));
  json.member("host", std::string_view(mask_url(facts.host))).member("seed", facts.seed);
  add_surroundings(json, facts);
  add_program(json, facts);
  if (summary != nullptr) {
    json.name("summary");
    add_summary(json, *summary);
    json.name("exact");
    add_exact(json, *summary);
  }
  return json.end_object().text();
}

std::string utc_text(double seconds, const char* format) {
  const auto whole = static_cast<std::time_t>(seconds);
  std::tm parts{};
  gmtime_r(&whole, &parts);
  std::array<char, 64> text{};
  return {text.data(), std::strftime(text.data(), text.size(), format, &parts)};
}

}  // namespace nest
