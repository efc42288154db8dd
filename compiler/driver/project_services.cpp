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

ProjectSettings project_settings(std::span<const std::filesystem::path> paths, SourceSet& sources,
                                 Emitter& emitter) {
  const config::Layer layer = config::load_config(config::default_config(paths), false, sources, emitter);
  ProjectSettings settings{service_names(layer), {}, layer};
  const auto& host = layer.values[static_cast<std::size_t>(config::Key::Host)];
  if (host) settings.hosts.host = std::get<std::string>(host->value);
  const auto& allowed = layer.values[static_cast<std::size_t>(config::Key::AllowHosts)];
  if (allowed) settings.hosts.allowed = std::get<std::vector<std::string>>(allowed->value);
  return settings;
}

std::vector<std::string> project_services(std::span<const std::filesystem::path> paths, SourceSet& sources,
                                          Emitter& emitter) {
  return project_settings(paths, sources, emitter).services;
}

void check_weight_names(const hir::Program& program, const config::Layer& configuration, Emitter& emitter) {
  std::vector<config::WeightedTaskset> tasksets;
  for (const hir::Taskset& taskset : program.tasksets)
    tasksets.push_back({taskset.full_name, taskset.weight, "", !taskset.parent.has_value()});
  const auto settings = config::Settings::resolve({}, {}, configuration);
  (void)config::find_weights(tasksets, settings, emitter);
}

}  // namespace nest
