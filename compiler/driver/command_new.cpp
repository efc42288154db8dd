#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>

#include "compiler/driver/commands.h"
#include "compiler/driver/findings.h"
#include "compiler/driver/options.h"
#include "compiler/driver/replace_file.h"
#include "compiler/driver/starter_project.h"
#include "compiler/shell/remark.h"

namespace nest {
namespace {

namespace fs = std::filesystem;

int refuse(const fs::path& path, const std::string& why) {
  remark("nestc: cannot write `{}`: {}\n", path.string(), why);
  return kErrors;
}

/// A project is made where there is none: a single file in the way, and nothing is written.
int make_project(const fs::path& folder) {
  for (const StarterFile& file : starter_project()) {
    std::error_code error;
    if (fs::symlink_status(folder / file.path, error).type() == fs::file_type::not_found) continue;
    remark("nestc: `{}` is there already; nothing was written. Name another folder: nestc new FOLDER\n",
           (folder / file.path).string());
    return kErrors;
  }
  std::string said;
  for (const StarterFile& file : starter_project()) {
    const fs::path path = folder / file.path;
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    if (error) return refuse(path.parent_path(), error.message());
    if (const auto created = create_file(path, file.text); !created) return refuse(path, created.error());
    said += path.string() + "\n";
  }
  said += folder == "." ? "Go on with: nestc check tasksets\n"
                        : fmt::format("Go on with: cd {} && nestc check tasksets\n", folder.string());
  return write_text(said, stdout) ? kClean : kErrors;
}

}  // namespace

void add_new_command(CLI::App& nestc, int& status) {
  CLI::App* command = nestc.add_subcommand("new", "Makes a project to start from, which plays the demo shop");
  const auto folder = std::make_shared<fs::path>(".");
  command->add_option("FOLDER", *folder, "Where; made if it is not there (default: here)")->type_name("");
  command->callback([folder, &status] { status = make_project(*folder); });
}

}  // namespace nest
