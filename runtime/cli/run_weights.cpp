#include "runtime/cli/run_weights.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "compiler/diagnostics/sorted_sink.h"
#include "runtime/cli/show_findings.h"
#include "runtime/report/format.h"

namespace nest {
namespace {

std::vector<config::WeightedTaskset> tasksets_of(const nest_program& program) {
  std::vector<config::WeightedTaskset> tasksets;
  for (std::uint64_t i = 0; i < program.taskset_count; ++i) {
    const nest_taskset& taskset = program.tasksets[i];
    tasksets.push_back({std::string(view(taskset.full_name)), taskset.weight,
                        site_text(program, taskset.site), taskset.parent == NEST_NONE});
  }
  return tasksets;
}

std::string remark_on(const CompiledProgram& compiled, const RunSettings& settings,
                      const RunWeights& weights) {
  constexpr std::size_t kMostNames = 8;
  const auto of_config = [](const auto& weight) { return weight.origin.source == config::Source::Config; };
  if (std::ranges::none_of(settings.settings.weights(), of_config)) return {};
  const auto& source = settings.settings.get(config::Key::Weights);
  if (settings.settings.value<std::string>(config::Key::Weights) == "tasksets") {
    return fmt::format("The weights of {} are not used ({}): each taskset has its declared one.",
                       one_line(settings.path), one_line(config::origin_text(source->origin)));
  }
  const nest_program& program = compiled.image();
  std::vector<std::string> unnamed;
  for (std::uint64_t i = 0; i < program.taskset_count; ++i) {
    if (program.tasksets[i].parent == NEST_NONE && compiled.chosen()[i] && weights.chosen[i].key.empty())
      unnamed.push_back(one_line(view(program.tasksets[i].full_name)));
  }
  if (unnamed.empty()) return {};
  const std::size_t more = unnamed.size() > kMostNames ? unnamed.size() - kMostNames : 0;
  unnamed.resize(unnamed.size() - more);
  return fmt::format("Not named in {}, so with the declared weight: {}{}", one_line(settings.path),
                     fmt::join(unnamed, ", "), more > 0 ? fmt::format(" and {} more", more) : "");
}

}  // namespace

std::optional<RunWeights> run_weights(const CompiledProgram& compiled, const RunSettings& settings) {
  const nest_program& program = compiled.image();
  SortedSink findings;
  Emitter emitter(findings);
  RunWeights result;
  result.chosen = config::choose_weights(tasksets_of(program), settings.settings, emitter);
  show_findings(findings, settings.sources);
  if (emitter.errors() > 0) return std::nullopt;
  for (std::uint64_t i = 0; i < program.taskset_count; ++i) {
    const config::ChosenWeight& chosen = result.chosen[i];
    const bool takes_part = compiled.chosen()[i];
    const bool nested = program.tasksets[i].parent != NEST_NONE;
    const bool silent = nested && (chosen.origin.source == config::Source::Declared || !takes_part);
    result.weights.push_back(takes_part ? chosen.weight : 0);
    result.from.push_back(silent ? "" : takes_part ? config::origin_text(chosen.origin) : "left out");
  }
  result.remark = remark_on(compiled, settings, result);
  return result;
}

}  // namespace nest
