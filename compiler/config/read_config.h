#pragma once

#include <filesystem>
#include <optional>
#include <span>

#include "compiler/config/settings.h"
#include "compiler/diagnostics/emitter.h"
#include "compiler/source/source_set.h"

namespace nest::config {

/// Where the configuration of these PATHs is: `nest.toml` in the folder that the first one lies in, beside
/// the tasksets folder. It may not exist.
[[nodiscard]] std::filesystem::path default_config(std::span<const std::filesystem::path> paths);

/// What a nest.toml says. All that is wrong with it is reported in one go, except for what follows a mistake
/// in the TOML itself; what is right is given back, so that more can be looked at.
[[nodiscard]] Layer read_config(FileId file, const SourceSet& sources, Emitter& emitter);

/// The same for a file on disk. One that cannot be read is reported; a `given` one also when it does not
/// exist.
[[nodiscard]] Layer load_config(const std::filesystem::path& path, bool given, SourceSet& sources,
                                Emitter& emitter);

}  // namespace nest::config
