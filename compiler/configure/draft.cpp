#include "compiler/configure/draft.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>
#include <variant>

#include "compiler/config/setting_text.h"
#include "compiler/config/weights.h"
#include "compiler/diagnostics/suggestion.h"
#include "compiler/mix/print_mix.h"

namespace nest::configure {
namespace {

// The shortest name that is no other taskset's.
std::string key_of(const std::vector<DraftTaskset>& tasksets, std::size_t index) {
  const std::string& full = tasksets[index].full_name;
  for (std::size_t at = full.size(); at-- > 0;) {
    if (at > 0 && full[at - 1] != '.' && full[at - 1] != '/') continue;
    const std::string_view name = std::string_view(full).substr(at);
    const auto fits = [name](const DraftTaskset& one) { return config::is_name_of(name, one.full_name); };
    if (fits(tasksets[index]) && std::ranges::count_if(tasksets, fits) == 1) return std::string(name);
  }
  return full;
}

// A full name wins over the ends of others.
const config::Named<std::uint32_t>* weight_in(const config::Settings& settings, const DraftTaskset& taskset) {
  const config::Named<std::uint32_t>* found = nullptr;
  for (const auto& named : settings.weights()) {
    if (named.name == taskset.full_name) return &named;
    if (config::is_name_of(named.name, taskset.full_name)) found = &named;
  }
  return found;
}

std::expected<void, std::string> check_host(std::string_view text) {
  const std::size_t scheme = text.starts_with("http://") ? 7 : text.starts_with("https://") ? 8 : 0;
  const bool plain = std::ranges::all_of(text, [](char c) { return c > 0x20 && c != 0x7F; });
  if (scheme > 0 && text.size() > scheme && plain) return {};
  return std::unexpected("a host is a URL such as http://localhost:8080");
}

config::EditValue edit_value(const config::Value& value) {
  if (const auto* const count = std::get_if<std::uint64_t>(&value)) return static_cast<std::int64_t>(*count);
  if (const auto* const rate = std::get_if<double>(&value)) {
    const bool whole = *rate == std::floor(*rate) && *rate < 1e15;
    return whole ? config::EditValue(static_cast<std::int64_t>(*rate)) : config::EditValue(*rate);
  }
  return config::value_text(value);
}

}  // namespace

std::expected<std::uint32_t, std::string> parse_weight(std::string_view text) {
  const auto weight = config::parse_weight(text);
  if (weight) return *weight;
  return std::unexpected(fmt::format("a weight is {}, not `{}`", weight.error(), text));
}

Draft::Draft(const hir::Program& program, const mix::Model& model, const config::Settings& settings)
    : model_(model) {
  for (const hir::Taskset& taskset : program.tasksets) {
    tasksets_.push_back({taskset.full_name,
                         taskset.doc,
                         taskset.weight,
                         taskset.weight,
                         {},
                         !taskset.parent.has_value(),
                         false});
  }
  for (std::size_t i = 0; i < tasksets_.size(); ++i) {
    const auto* const named = weight_in(settings, tasksets_[i]);
    tasksets_[i].key = named != nullptr ? named->name : key_of(tasksets_, i);
    if (named != nullptr) tasksets_[i].weight = named->value;
  }
  for (std::size_t i = 0; i < kAskedKeys.size(); ++i) {
    settings_[i].key = kAskedKeys[i];
    const auto& setting = settings.get(kAskedKeys[i]);
    if (setting && setting->origin.source == config::Source::Config) settings_[i].value = setting->value;
  }
  weights_ignored_ = settings.value<std::string>(config::Key::Weights) == "tasksets";
}

const DraftSetting& Draft::setting(config::Key key) const {
  return *std::ranges::find(settings_, key, &DraftSetting::key);
}

void Draft::set_weight(std::size_t taskset, std::uint32_t weight) {
  tasksets_[taskset].weight = weight;
  tasksets_[taskset].decided = true;
}

void Draft::take_declared() {
  for (std::size_t i = 0; i < tasksets_.size(); ++i) {
    if (tasksets_[i].top || tasksets_[i].weight != tasksets_[i].declared)
      set_weight(i, tasksets_[i].declared);
  }
}

std::expected<void, std::string> Draft::set_weight(std::string_view name, std::string_view weight) {
  const auto value = parse_weight(weight);
  if (!value) return std::unexpected(value.error());
  std::vector<std::size_t> found;
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < tasksets_.size(); ++i) {
    if (tasksets_[i].full_name == name) {
      set_weight(i, *value);
      return {};
    }
    if (config::is_name_of(name, tasksets_[i].full_name)) found.push_back(i);
    names.emplace_back(tasksets_[i].key);
    names.emplace_back(tasksets_[i].full_name);
  }
  if (found.size() == 1) {
    set_weight(found.front(), *value);
    return {};
  }
  if (found.size() > 1) {
    return std::unexpected(fmt::format("several tasksets are named `{}`; use a full name, such as `{}`", name,
                                       tasksets_[found.front()].full_name));
  }
  const auto near = nearest_name(name, names);
  return std::unexpected(fmt::format("there is no taskset `{}`{}", name,
                                     near ? fmt::format("; did you mean `{}`?", *near) : std::string()));
}

std::expected<void, std::string> Draft::set(config::Key key, std::string_view text) {
  DraftSetting& setting = *std::ranges::find(settings_, key, &DraftSetting::key);
  if (text == "none") {
    setting.decided |= setting.value.has_value();
    setting.value.reset();
    return {};
  }
  if (key == config::Key::Host) {
    if (auto fine = check_host(text); !fine) return fine;
  }
  const config::KeyInfo& info = config::info(key);
  auto value = config::parse_setting(info, text);
  if (!value) return std::unexpected(fmt::format("{} takes {}, not `{}`", info.name, value.error(), text));
  setting.value = std::move(*value);
  setting.decided = true;
  return {};
}

bool Draft::nothing_to_pick() const {
  return std::ranges::none_of(tasksets_, [](const DraftTaskset& one) { return one.top && one.weight > 0; });
}

std::string Draft::table(bool all) const {
  mix::MixOptions options;
  for (const DraftTaskset& taskset : tasksets_) options.weights.push_back(taskset.weight);
  const auto mix = mix::analyse(model_, options);
  if (!mix) return "No taskset can be picked: every weight is 0.\n";
  const auto& users = setting(config::Key::Users).value;
  mix::LoadQuestion question;
  if (users) question.users = std::get<std::uint64_t>(*users);
  return mix::tasksets_text(*mix, all) + mix::load_text(*mix, question) + mix::notes_text(*mix);
}

std::vector<std::string> Draft::run_flags() const {
  std::vector<std::string> flags;
  for (const DraftTaskset& taskset : tasksets_) {
    if (taskset.decided)
      flags.insert(flags.end(), {"--weight", fmt::format("{}={}", taskset.full_name, taskset.weight)});
  }
  for (const DraftSetting& setting : settings_) {
    if (setting.decided && setting.value)
      flags.insert(flags.end(),
                   {std::string(config::info(setting.key).flag), config::value_text(*setting.value)});
  }
  return flags;
}

std::expected<void, std::string> Draft::write_to(config::Edit& edit) const {
  bool weights = false;
  for (const DraftTaskset& taskset : tasksets_) {
    if (!taskset.decided) continue;
    weights = true;
    const auto done = edit.set({"weights", taskset.key}, static_cast<std::int64_t>(taskset.weight));
    if (!done) return done;
  }
  if (weights && weights_ignored_) {
    if (auto done = edit.set({"weights", "source"}, std::string("config")); !done) return done;
  }
  for (const DraftSetting& setting : settings_) {
    if (!setting.decided) continue;
    const config::KeyPath path = {std::string(config::info(setting.key).name)};
    const auto done = setting.value ? edit.set(path, edit_value(*setting.value)) : edit.remove(path);
    if (!done) return done;
  }
  return {};
}

}  // namespace nest::configure
