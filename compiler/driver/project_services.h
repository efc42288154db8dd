#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "compiler/config/settings.h"
#include "compiler/diagnostics/emitter.h"
#include "compiler/hir/program.h"
#include "compiler/sema/check.h"
#include "compiler/source/source_set.h"

namespace nest {

/// The services that a configuration declares, which every file sees.
[[nodiscard]] std::vector<std::string> service_names(const config::Layer& configuration);

/// What a configuration says that the sources are checked against.
struct ProjectSettings {
  std::vector<std::string> services;
  HostRules hosts;
  config::Layer configuration;  ///< all of it
};
/// Of the nest.toml of these PATHs, if there is one. What is wrong with it is reported.
[[nodiscard]] ProjectSettings project_settings(std::span<const std::filesystem::path> paths,
                                               SourceSet& sources, Emitter& emitter);

/// Its services alone.
[[nodiscard]] std::vector<std::string> project_services(std::span<const std::filesystem::path> paths,
                                                        SourceSet& sources, Emitter& emitter);

/// Reports weights of a configuration whose names are those of no taskset, of several, or twice the same
/// one's.
void check_weight_names(const hir::Program& program, const config::Layer& configuration, Emitter& emitter);

}  // namespace nest
