#include "compiler/config/read_environment.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "compiler/config/setting_text.h"
#include "compiler/diagnostics/suggestion.h"

namespace nest::config {
namespace {

constexpr std::string_view kPrefix = "NEST_";
constexpr std::string_view kParam = "NEST_PARAM_";
constexpr std::string_view kWeight = "NEST_WEIGHT_";
/// Of nest, but no settings: the token of --share.
constexpr std::array<std::string_view, 1> kOthers = {"NEST_SHARE_TOKEN"};

bool is_of_others(std::string_view name) {
  return std::ranges::find(kOthers, name) != kOthers.end() || name.ends_with("_URL") ||
         name.ends_with("_PORT");
}

void report_unknown(std::string_view name, Emitter& emitter) {
  // What all of them begin with makes none like another.
  const std::size_t begin = kPrefix.size();
  std::vector<std::string_view> names;
  for (const KeyInfo& key : all_keys()) {
    const std::string_view variable(key.variable);
    if (variable.starts_with(kPrefix)) names.push_back(variable.substr(begin));
  }
  auto finding = emitter.emit(DiagnosticCode::UnknownVariable, std::nullopt, name);
  if (const auto near = nearest_name(name.substr(begin), names))
    finding.help("did you mean `{}{}`?", kPrefix, *near);
}

}  // namespace

Environment nest_variables() {
  Environment variables;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::size_t sign = text.find('=');
    if (!text.starts_with(kPrefix) || sign == std::string_view::npos) continue;
    variables.emplace_back(text.substr(0, sign), text.substr(sign + 1));
  }
  std::ranges::sort(variables);
  return variables;
}

Layer read_environment(const Environment& variables, Emitter& emitter) {
  Layer layer;
  for (const auto& [name, text] : variables) {
    if (text.empty()) continue;
    const Origin origin{Source::Environment, name};
    const auto key = std::ranges::find(all_keys(), name, &KeyInfo::variable);
    if (key != all_keys().end()) {
      if (auto value = parse_setting(*key, text)) {
        layer.set(key->key, std::move(*value), origin);
      } else {
        emitter.emit(DiagnosticCode::VariableValue, std::nullopt, name, text, value.error());
      }
    } else if (name.starts_with(kParam) && name.size() > kParam.size()) {
      layer.params.push_back({name.substr(kParam.size()), text, origin, std::nullopt});
    } else if (name.starts_with(kWeight) && name.size() > kWeight.size()) {
      if (const auto weight = parse_weight(text)) {
        layer.weights.push_back({name.substr(kWeight.size()), *weight, origin, std::nullopt});
      } else {
        emitter.emit(DiagnosticCode::VariableValue, std::nullopt, name, text, weight.error());
      }
    } else if (!is_of_others(name)) {
      report_unknown(name, emitter);
    }
  }
  return layer;
}

}  // namespace nest::config
