#include "compiler/project/discover.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <expected>
#include <map>
#include <set>
#include <system_error>
#include <utility>

#include "compiler/source/utf8.h"

namespace nest {
namespace {

namespace fs = std::filesystem;

/// What a file is, whatever it is called: two names with one identity are one file.
using Identity = std::pair<dev_t, ino_t>;

struct Entry {
  Identity identity;
  mode_t mode = 0;

  bool is_folder() const { return S_ISDIR(mode); }
  bool is_file() const { return S_ISREG(mode); }
};

std::expected<Entry, std::error_code> look_at(const fs::path& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0)
    return std::unexpected(std::error_code(errno, std::generic_category()));
  return Entry{{status.st_dev, status.st_ino}, status.st_mode};
}

class Discovery {
 public:
  Discovery(Emitter& emitter, Underscored underscored) : emitter_(&emitter), underscored_(underscored) {}

  void add_root(const fs::path& given) {
    const auto entry = look_at(given);
    if (!entry) {
      // What is looked for when nothing is said.
      const bool is_default = given == "tasksets";
      unreadable(given, entry.error().message())
          .help("give .nest files, or folders that have some below them{}",
                is_default ? "; `nestc new` makes a project to begin with" : "");
      return;
    }
    if (!entry->is_folder()) {
      add_file(given, *entry, given.stem().string());
      return;
    }
    const std::size_t errors_before = emitter_->errors();
    found_below_root_ = false;
    // `.` would only stand in front of every path.
    search(given == "." ? fs::path() : given, *entry, "");
    if (!found_below_root_ && emitter_->errors() == errors_before) {
      emitter_->emit(DiagnosticCode::NoNestFiles, std::nullopt, given.string())
          .help("a taskset's file ends in `.nest`; names that begin with `_` or `.` are passed over");
    }
  }

  /// Gives the files by path. Files of different roots that would share a module name are named by their
  /// paths.
  std::vector<DiscoveredFile> take() {
    std::ranges::sort(files_, {}, &DiscoveredFile::path);
    std::map<std::string, int> uses;
    for (const DiscoveredFile& file : files_) ++uses[file.module_name];
    for (DiscoveredFile& file : files_) {
      if (uses[file.module_name] > 1)
        file.module_name = fs::path(file.path).replace_extension().generic_string();
    }
    return std::move(files_);
  }

 private:
  DiagnosticBuilder unreadable(const fs::path& path, const std::string& why) {
    return emitter_->emit(DiagnosticCode::FileUnreadable, std::nullopt, path.string(), why);
  }

  void add_file(const fs::path& path, const Entry& entry, std::string module_name) {
    found_below_root_ = true;
    if (!entry.is_file()) {
      unreadable(path, "it is no regular file");
    } else if (find_invalid_utf8(path.string())) {
      unreadable(path, "its name is not UTF-8");
    } else if (seen_.insert(entry.identity).second) {
      files_.push_back({path, std::move(module_name)});
    }
  }

  void search(const fs::path& folder, const Entry& entry, const std::string& module_prefix) {
    for (const auto& [identity, ancestor] : ancestors_) {
      if (identity != entry.identity) continue;
      emitter_->emit(DiagnosticCode::LinkLoop, std::nullopt, folder.string(), ancestor.string())
          .help("remove the link, or let its name begin with `_`");
      return;
    }
    if (!seen_.insert(entry.identity).second) {
      found_below_root_ = true;
      return;
    }
    ancestors_.emplace_back(entry.identity, folder.empty() ? fs::path(".") : folder);
    for (const std::string& name : names_in(folder)) look_at_entry(folder, name, module_prefix);
    ancestors_.pop_back();
  }

  [[nodiscard]] bool is_passed_over(const std::string& name) const {
    return name.starts_with('.') || (name.starts_with('_') && underscored_ == Underscored::Skipped);
  }

  void look_at_entry(const fs::path& folder, const std::string& name, const std::string& module_prefix) {
    if (is_passed_over(name)) return;
    const fs::path path = folder / name;
    const bool is_nest = path.extension() == ".nest";
    const auto entry = look_at(path);
    if (!entry) {
      // A link to nowhere matters where it would have been read, or where it runs in a circle.
      if (is_nest || entry.error() == std::errc::too_many_symbolic_link_levels) {
        unreadable(path, entry.error().message());
      }
    } else if (entry->is_folder()) {
      search(path, *entry, module_prefix + name + "/");
    } else if (is_nest) {
      add_file(path, *entry, module_prefix + path.stem().string());
    }
  }

  /// In an order of their own, so that the way that leads to a file first is always the same.
  std::vector<std::string> names_in(const fs::path& folder) {
    const fs::path readable = folder.empty() ? fs::path(".") : folder;
    std::vector<std::string> names;
    std::error_code error;
    fs::directory_iterator entries(readable, error);
    for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
      names.push_back(entries->path().filename().string());
    }
    if (error) unreadable(readable, error.message());
    std::ranges::sort(names);
    return names;
  }

  Emitter* emitter_;
  Underscored underscored_;
  std::vector<DiscoveredFile> files_;
  std::set<Identity> seen_;
  std::vector<std::pair<Identity, fs::path>> ancestors_;  // the folders that the search is in
  bool found_below_root_ = false;
};

}  // namespace

std::vector<DiscoveredFile> discover(std::span<const fs::path> paths, Emitter& emitter,
                                     Underscored underscored) {
  std::vector<fs::path> roots(paths.begin(), paths.end());
  std::ranges::sort(roots);
  Discovery discovery(emitter, underscored);
  for (const fs::path& root : roots) discovery.add_root(root);
  return discovery.take();
}

}  // namespace nest
