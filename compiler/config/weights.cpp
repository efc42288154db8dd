#include "compiler/config/weights.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "compiler/diagnostics/suggestion.h"

namespace nest::config {
namespace {

using Tasksets = std::vector<WeightedTaskset>;

DiagnosticBuilder emit_unknown(const Named<std::uint32_t>& weight, Emitter& emitter) {
  if (weight.origin.source == Source::Flag)
    return emitter.emit(DiagnosticCode::NoSuchTaskset, std::nullopt, weight.origin.where, weight.name);
  return emitter.emit(DiagnosticCode::UnknownWeight, weight.place, weight.name);
}

void report_unknown(const Tasksets& tasksets, const Named<std::uint32_t>& weight, Emitter& emitter) {
  // Who has so many is not helped by more names.
  constexpr std::size_t kMostSuggestions = 100;
  if (emitter.warnings() > kMostSuggestions) {
    emit_unknown(weight, emitter);
    return;
  }
  std::vector<std::string_view> names;
  for (const WeightedTaskset& taskset : tasksets) {
    const std::string_view full(taskset.full_name);
    names.push_back(full);
    names.push_back(full.substr(full.find_last_of("./") + 1));
  }
  auto finding = emit_unknown(weight, emitter);
  if (const auto near = nearest_name(weight.name, names)) {
    finding.help("did you mean `{}`?", *near);
  } else if (weight.place) {
    finding.help("take the line out, or look whether the taskset was renamed");
  } else {
    finding.help("`nest list` shows the tasksets");
  }
}

/// The taskset that a key names.
std::optional<std::size_t> find_taskset(const Tasksets& tasksets, const Named<std::uint32_t>& weight,
                                        bool may_be_left_out, Emitter& emitter) {
  std::vector<std::size_t> found;
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < tasksets.size(); ++i) {
    if (tasksets[i].full_name == weight.name) return i;
    if (!is_name_of(weight.name, tasksets[i].full_name)) continue;
    found.push_back(i);
    names.push_back(tasksets[i].full_name);
  }
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    if (may_be_left_out && weight.origin.source != Source::Flag) return std::nullopt;
    report_unknown(tasksets, weight, emitter);
  } else {
    emitter.emit(DiagnosticCode::AmbiguousWeight, weight.place, weight.name, found.size())
        .help("write one of the full names: `\"{}\"`", fmt::join(names, "\"`, `\""));
  }
  return std::nullopt;
}

}  // namespace

bool is_name_of(std::string_view name, std::string_view full_name) {
  if (name.empty() || !full_name.ends_with(name)) return false;
  if (full_name.size() == name.size()) return true;
  const char before = full_name[full_name.size() - name.size() - 1];
  return before == '.' || before == '/';
}

std::vector<std::pair<std::size_t, const Named<std::uint32_t>*>> find_weights(const Tasksets& tasksets,
                                                                              const Settings& settings,
                                                                              Emitter& emitter) {
  std::vector<std::pair<std::size_t, const Named<std::uint32_t>*>> found;
  std::vector<const Named<std::uint32_t>*> of(tasksets.size(), nullptr);
  for (const Named<std::uint32_t>& weight : settings.weights()) {
    const auto index = find_taskset(tasksets, weight, settings.leave_out(), emitter);
    if (!index) continue;
    const auto* const before = std::exchange(of[*index], &weight);
    // Of two sources the stronger one wins, which comes later.
    if (before != nullptr && before->origin.source == weight.origin.source) {
      auto finding = emitter.emit(DiagnosticCode::DuplicateWeight, weight.place, tasksets[*index].full_name);
      if (before->place) finding.note(*before->place, "first given here");
      of[*index] = before;
      continue;
    }
    found.emplace_back(*index, &weight);
  }
  return found;
}

std::vector<ChosenWeight> choose_weights(const Tasksets& tasksets, const Settings& settings,
                                         Emitter& emitter) {
  const bool by_config = settings.value<std::string>(Key::Weights) == "config";
  std::vector<ChosenWeight> chosen;
  for (const WeightedTaskset& taskset : tasksets)
    chosen.push_back({taskset.weight, {Source::Declared, taskset.declared_at}, ""});
  for (const auto& [index, weight] : find_weights(tasksets, settings, emitter)) {
    chosen[index].key = weight->name;
    if (!by_config && weight->origin.source == Source::Config) continue;
    chosen[index].weight = weight->value;
    chosen[index].origin = weight->origin;
  }
  bool any = false;
  bool zeroed = false;
  for (std::size_t i = 0; i < tasksets.size(); ++i) {
    if (!tasksets[i].top) continue;
    any = any || chosen[i].weight > 0;
    zeroed = zeroed || (chosen[i].weight == 0 && tasksets[i].weight > 0);
  }
  if (!any && zeroed) {
    emitter.emit(DiagnosticCode::NoWeightLeft, std::nullopt)
        .help(
            "give one of them a weight above 0 in nest.toml, or take the declared ones: "
            "`weights.source = \"tasksets\"`, `--weights tasksets`");
  }
  return chosen;
}

}  // namespace nest::config
