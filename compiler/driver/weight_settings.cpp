#include "compiler/driver/weight_settings.h"

#include <fmt/format.h>

#include <charconv>
#include <string_view>

#include "compiler/diagnostics/suggestion.h"

namespace nest {
namespace {

constexpr std::uint32_t kMost = 1'000'000;

std::expected<std::size_t, std::string> find_taskset(const hir::Program& program, std::string_view name) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < program.tasksets.size(); ++i) {
    if (program.tasksets[i].full_name == name) return i;
    if (program.tasksets[i].name == name) found.push_back(i);
  }
  if (found.size() == 1) return found.front();
  if (found.size() > 1) {
    return std::unexpected(fmt::format("several tasksets are named `{}`; use a full name, such as `{}`", name,
                                       program.tasksets[found.front()].full_name));
  }
  std::vector<std::string_view> names;
  for (const hir::Taskset& taskset : program.tasksets) {
    names.emplace_back(taskset.name);
    names.emplace_back(taskset.full_name);
  }
  const auto near = nearest_name(name, names);
  return std::unexpected(fmt::format("there is no taskset `{}`{}", name,
                                     near ? fmt::format("; did you mean `{}`?", *near) : std::string()));
}

std::expected<std::uint32_t, std::string> parse_weight(std::string_view text) {
  std::uint32_t weight = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), weight);
  if (fault != std::errc() || end != text.data() + text.size() || weight > kMost) {
    return std::unexpected(fmt::format("a weight is a whole number between 0 and {}, not `{}`", kMost, text));
  }
  return weight;
}

}  // namespace

std::expected<std::vector<std::uint32_t>, std::string> weights_with(
    const hir::Program& program, const std::vector<std::string>& settings) {
  std::vector<std::uint32_t> weights;
  for (const hir::Taskset& taskset : program.tasksets) weights.push_back(taskset.weight);
  for (const std::string_view setting : settings) {
    const std::size_t equals = setting.rfind('=');
    if (equals == std::string_view::npos)
      return std::unexpected(fmt::format("`{}` is no setting; write NAME=WEIGHT", setting));
    const auto taskset = find_taskset(program, setting.substr(0, equals));
    if (!taskset) return std::unexpected(taskset.error());
    const auto weight = parse_weight(setting.substr(equals + 1));
    if (!weight) return std::unexpected(weight.error());
    weights[*taskset] = *weight;
  }
  return weights;
}

}  // namespace nest
