#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "compiler/diagnostics/emitter.h"
#include "compiler/project/module.h"
#include "compiler/source/source_set.h"

namespace nest {

/// Finds, reads and parses the files of a project (see discover(), load_source(), parse()). Modules come in
/// the order of their paths, and so do their files in `sources`. Everything found wrong in any of the files
/// is reported; a file with a finding is no module.
[[nodiscard]] std::vector<Module> load_project(std::span<const std::filesystem::path> paths,
                                               SourceSet& sources, Emitter& emitter);

}  // namespace nest
