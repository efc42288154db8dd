#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "compiler/diagnostics/emitter.h"

namespace nest {

/// A file that belongs to the project.
struct DiscoveredFile {
  std::filesystem::path path;  ///< as people name it: the given path, or a given folder and the way below it
  std::string module_name;     ///< see Module::name
};

/// Whether files and folders whose name begins with `_` count: they are no part of the project by themselves,
/// only where they are imported.
enum class Underscored : bool { Skipped, Included };

/// Every file of the project, ordered by path whatever the order of `paths` or of the file system. A path to
/// a file is that file; a path to a folder is every `*.nest` below it, at any depth, links followed, without
/// files and folders whose name begins with `.`, or with `_` unless that is asked for. However many ways lead
/// to a file, it comes once.
///
/// What is missing, unreadable or no regular file, a link that leads back to a folder it is in, and a folder
/// without any .nest file are reported; the rest is still returned.
[[nodiscard]] std::vector<DiscoveredFile> discover(std::span<const std::filesystem::path> paths,
                                                   Emitter& emitter,
                                                   Underscored underscored = Underscored::Skipped);

}  // namespace nest
