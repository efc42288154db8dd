#include "compiler/driver/project_services.h"

#include "compiler/config/read_config.h"
#include "compiler/config/weights.h"

namespace nest {

std::vector<std::string> service_names(const config::Layer& configuration) {
  std::vector<std::string> names;
  names.reserve(configuration.services.size());
  for (const config::Service& service : configuration.services) names.push_back(service.name);
  return names;
}

std::vector<std::string> project_services(std::span<const std::filesystem::path> paths, SourceSet& sources,
                                          Emitter& emitter) {
  return service_names(config::load_config(config::default_config(paths), false, sources, emitter));
}

void check_weight_names(const hir::Program& program, const config::Layer& configuration, Emitter& emitter) {
  std::vector<config::WeightedTaskset> tasksets;
  for (const hir::Taskset& taskset : program.tasksets)
    tasksets.push_back({taskset.full_name, taskset.weight, "", !taskset.parent.has_value()});
  const auto settings = config::Settings::resolve({}, {}, configuration);
  (void)config::find_weights(tasksets, settings, emitter);
}

}  // namespace nest
