#include "compiler/project/import_path.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "compiler/diagnostics/suggestion.h"

namespace nest {
namespace {

namespace fs = std::filesystem;

bool is_plain(const std::string& text) {
  return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

/// The .nest file beside a missing one whose name is nearest.
std::string nearest_file(const fs::path& missing) {
  std::vector<std::string> names;
  std::error_code error;
  const fs::path folder = missing.has_parent_path() ? missing.parent_path() : fs::path(".");
  fs::directory_iterator entries(folder, error);
  for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
    if (entries->path().extension() == ".nest") names.push_back(entries->path().filename().string());
  }
  std::ranges::sort(names);
  const std::vector<std::string_view> candidates(names.begin(), names.end());
  const std::string wanted = missing.filename().string();
  return std::string(nearest_name(wanted, candidates).value_or(std::string_view()));
}

std::string help_for_missing(const fs::path& missing, const std::string& written) {
  if (const std::string near = nearest_file(missing); !near.empty())
    return fmt::format("did you mean `{}`?", fs::path(written).replace_filename(near).string());
  return fmt::format("a path is relative to the file it stands in; this is `{}`", missing.string());
}

// Of another kind of file, or of a library.
std::string help_for_other(const fs::path& importer, fs::path given) {
  std::error_code error;
  if (fs::is_directory(importer.parent_path() / given, error)) return "it is a folder: name one file of it";
  given.replace_extension(".nest");
  if (fs::is_regular_file(importer.parent_path() / given, error))
    return fmt::format("did you mean `{}`?", given.string());
  return "only .nest files are imported: requests, checks and waits are part of the language";
}

}  // namespace

std::expected<ImportedFile, ImportFault> find_import(const fs::path& importer, const std::string& written) {
  if (written.empty()) return std::unexpected(ImportFault{"the path is empty", {}});
  if (!is_plain(written)) return std::unexpected(ImportFault{"no path has control characters", {}});
  const fs::path given(written);
  if (given.is_absolute())
    return std::unexpected(ImportFault{"the path is absolute", "write it relative to this file"});
  if (given.extension() != ".nest") {
    return std::unexpected(ImportFault{"its name does not end in `.nest`", help_for_other(importer, given)});
  }
  const fs::path path = (importer.parent_path() / given).lexically_normal();
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) {
    const std::string why = std::system_category().message(errno);
    return std::unexpected(ImportFault{why, help_for_missing(path, written)});
  }
  if (S_ISDIR(status.st_mode)) return std::unexpected(ImportFault{"it is a folder", "name one file of it"});
  if (!S_ISREG(status.st_mode)) return std::unexpected(ImportFault{"it is no regular file", {}});
  return ImportedFile{path, {status.st_dev, status.st_ino}};
}

}  // namespace nest
