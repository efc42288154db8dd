#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include "compiler/diagnostics/emitter.h"
#include "compiler/source/source_set.h"

namespace nest {

/// A .nest file is written by people; a larger one is a mistake, or an attack on the parser.
inline constexpr std::size_t kLargestSourceMebibytes = 8;

/// Reads a file into the set: a regular file of at most so many MiB, UTF-8 (a byte order mark is dropped)
/// without NUL. Anything else is reported, and so is a file that is gone by now. Never blocks on a pipe.
[[nodiscard]] std::optional<FileId> load_source(const std::filesystem::path& path, SourceSet& sources,
                                                Emitter& emitter,
                                                std::size_t largest_mebibytes = kLargestSourceMebibytes);

/// Puts a text into the set that was read elsewhere, held to the same rules. `name` is what people call it.
[[nodiscard]] std::optional<FileId> add_source(const std::string& name, std::string text, SourceSet& sources,
                                               Emitter& emitter,
                                               std::size_t largest_mebibytes = kLargestSourceMebibytes);

}  // namespace nest
