#pragma once

#include <sys/types.h>

#include <expected>
#include <filesystem>
#include <string>
#include <utility>

namespace nest {

/// What a file is, whatever it is called.
using FileIdentity = std::pair<dev_t, ino_t>;

struct ImportedFile {
  std::filesystem::path path;  ///< as people name it: from where the importing file is named from
  FileIdentity identity;
};

/// Why a path cannot be imported, and what to do about it (may be empty).
struct ImportFault {
  std::string why;
  std::string help;
};

/// The file that `written` names in a file at `importer`. Only relative paths to regular files whose name
/// ends in
/// `.nest`: what else lies on a machine is no business of a scenario.
[[nodiscard]] std::expected<ImportedFile, ImportFault> find_import(const std::filesystem::path& importer,
                                                                   const std::string& written);

}  // namespace nest
