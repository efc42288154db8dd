#include "runtime/cli/run_results.h"

#include <fmt/format.h>

#include <filesystem>

#include "compiler/shell/remark.h"
#include "runtime/data/data_tables.h"
#include "runtime/report/format.h"
#include "runtime/results/sha256.h"
#include "runtime/services/supervisor.h"

namespace nest {

namespace {

// The only taskset that is run; else the folder or file that was given first.
std::string default_name(const RunArguments& arguments, const nest_program& program,
                         const std::vector<std::uint32_t>& weights) {
  std::vector<std::string_view> picked;
  for (std::uint32_t i = 0; i < program.taskset_count; ++i) {
    if (program.tasksets[i].parent == NEST_NONE && weights[i] > 0)
      picked.push_back(view(program.tasksets[i].name));
  }
  if (picked.size() == 1) return std::string(picked.front());
  const auto& paths = arguments.target.paths;
  const std::filesystem::path first = paths.empty() ? "" : paths.front();
  return (first.has_filename() ? first : first.parent_path()).stem().string();
}

void add_weights(RunFacts& facts, const nest_program& program, const std::vector<std::uint32_t>& weights) {
  for (std::uint32_t i = 0; i < program.taskset_count; ++i) {
    const nest_taskset& taskset = program.tasksets[i];
    facts.weights.push_back({std::string(view(taskset.full_name)), taskset.weight, weights[i]});
  }
}

// What counted, with where it came from; what no key is for after it.
void add_settings(RunFacts& facts, const RunArguments& arguments, const RunSettings& settings) {
  for (const config::KeyInfo& key : config::all_keys()) {
    if (const auto& setting = settings.settings.get(key.key)) {
      facts.settings.push_back(
          {std::string(key.name), config::value_text(setting->value), config::origin_text(setting->origin)});
    }
  }
  const auto add = [&facts](const char* name, const std::vector<std::string>& values) {
    if (!values.empty()) facts.settings.push_back({name, fmt::format("{}", fmt::join(values, ", ")), "flag"});
  };
  add("paths", arguments.target.paths);
  add("only", arguments.target.only);
  add("except", arguments.target.except);
}

void add_sources(RunFacts& facts, const Scenarios& scenarios, const RunSettings& settings) {
  for (std::size_t i = 0; i < scenarios.sources.size(); ++i) {
    const auto id = static_cast<FileId>(i);
    facts.sources.push_back({scenarios.sources.file(id).path(), scenarios.shown_text(id)});
  }
  for (std::size_t i = 0; i < settings.sources.size(); ++i) {
    const SourceFile& file = settings.sources.file(static_cast<FileId>(i));
    facts.sources.push_back({file.path(), std::string(file.text())});
  }
}

void add_data(RunFacts& facts, const nest_program& program, const DataTables& data) {
  for (std::uint32_t i = 0; i < program.data_count; ++i) {
    const DataTable& table = data.table(i);
    facts.data.push_back({std::string(view(program.data[i].full_name)),
                          std::string(view(program.data[i].path)), table.rows(), table.bytes().size(),
                          sha256_text(table.bytes())});
  }
}

}  // namespace

std::expected<std::unique_ptr<ResultsFolder>, std::string> open_results(const RunArguments& arguments,
                                                                        const Scenarios& scenarios,
                                                                        const RunOptions& options,
                                                                        const RunSettings& settings,
                                                                        const RunValues& values) {
  if (arguments.no_results) return nullptr;
  const nest_program& program = scenarios.program.image();
  RunFacts facts;
  facts.name = arguments.name.empty() ? default_name(arguments, program, options.weights) : arguments.name;
  facts.command = arguments.command;
  facts.seed = options.seed;
  facts.host = options.host;
  facts.left_out = options.left_out;
  facts.versions = {{"nest", NEST_VERSION}, {"libraries", NEST_LIBRARIES}};
  add_sources(facts, scenarios, settings);
  add_data(facts, program, *options.data);
  add_weights(facts, program, options.weights);
  add_settings(facts, arguments, settings);
  for (const ParamInfo& param : values.params())
    facts.params.push_back({std::string(param.full_name), param.value, {}});
  auto folder = ResultsFolder::create(arguments.results, std::move(facts));
  if (!folder) return std::unexpected(folder.error() + "; --no-results runs without");
  return folder;
}

void conclude_results(ResultsFolder* folder, const DeclaredServices& services) {
  if (folder == nullptr) return;
  std::vector<std::string> logs;
  for (const auto& spec : services.specs)
    logs.push_back(fmt::format("{}/{}.log", SupervisorOptions().log_folder, spec.name));
  folder->conclude(logs);
  remark("nest: results in {}\n", one_line(folder->path()));
}

}  // namespace nest
