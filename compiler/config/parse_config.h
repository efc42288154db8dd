#pragma once

#include <cstddef>
#include <optional>

#include "compiler/config/toml_document.h"
#include "compiler/diagnostics/emitter.h"
#include "compiler/source/source_set.h"

namespace nest::config {

/// People write it; a larger one is a mistake, or an attack on the parser.
inline constexpr std::size_t kLargestConfigMebibytes = 1;

/// A nest.toml's text as TOML. What is wrong with it is reported; toml++ stops at the first mistake.
[[nodiscard]] std::optional<TomlDocument> parse_config(FileId file, const SourceSet& sources,
                                                       Emitter& emitter);

}  // namespace nest::config
