#include "compiler/driver/project_services.h"

#include "compiler/config/read_config.h"

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

}  // namespace nest
