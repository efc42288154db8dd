#include "compiler/config/replace_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <random>
#include <system_error>
#include <utility>

#include "compiler/project/read_file.h"

namespace nest::config {
namespace {

namespace fs = std::filesystem;
using Done = std::expected<void, ReplaceFault>;

/// Why the system refused the last call.
std::string reason() { return std::generic_category().message(errno); }

std::unexpected<ReplaceFault> failure(const fs::path& path, const std::string& why) {
  return std::unexpected(ReplaceFault{false, fmt::format("cannot save `{}`: {}", path.string(), why)});
}

std::unexpected<ReplaceFault> difference(const fs::path& path, std::string_view what) {
  return std::unexpected(ReplaceFault{true, fmt::format("`{}` {}", path.string(), what)});
}

/// Where links lead, whether there is a file at their end or not.
std::expected<fs::path, std::string> follow_links(fs::path path) {
  constexpr int kMostLinks = 40;  // as Linux has it
  for (int links = 0; links < kMostLinks; ++links) {
    std::error_code error;
    if (!fs::is_symlink(path, error)) return path;
    const fs::path target = fs::read_symlink(path, error);
    if (error) return std::unexpected(error.message());
    path = target.is_absolute() ? target : path.parent_path() / target;
  }
  return std::unexpected(std::make_error_code(std::errc::too_many_symbolic_link_levels).message());
}

fs::path folder_of(const fs::path& file) {
  return file.has_parent_path() ? file.parent_path() : fs::path(".");
}

/// The new content, in a file of its own; gone with this object, and with the process, unless it was put in
/// the place of the old one. Where the file system can, it has no name until it is complete.
class NewFile {
 public:
  explicit NewFile(const fs::path& target) : target_(target) {
    fd_ = ::open(folder_of(target).c_str(), O_WRONLY | O_TMPFILE | O_CLOEXEC, 0666);
    if (fd_ >= 0 && ::access(link().c_str(), F_OK) == 0) return;
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
    take_names([this] {
      fd_ = ::open(name_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
      return fd_ >= 0;
    });
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  ~NewFile() {
    if (fd_ < 0) return;
    ::close(fd_);
    if (!name_.empty() && !renamed_) ::unlink(name_.c_str());
  }

  [[nodiscard]] bool is_open() const { return fd_ >= 0; }

  /// False: errno says why.
  [[nodiscard]] bool fill(std::string_view content) const {
    while (!content.empty()) {
      const ssize_t written = ::write(fd_, content.data(), content.size());
      if (written < 0 && errno != EINTR) return false;
      if (written > 0) content.remove_prefix(static_cast<std::size_t>(written));
    }
    return ::fsync(fd_) == 0;
  }
  /// What the old file allowed, the new one allows. Its owner is kept as far as the system lets us.
  [[nodiscard]] bool take_over(const struct stat& old) const {
    if (::fchown(fd_, old.st_uid, old.st_gid) != 0 &&
        ::fchown(fd_, static_cast<uid_t>(-1), old.st_gid) != 0 && errno != EPERM) {
      return false;
    }
    return ::fchmod(fd_, old.st_mode & 07777U) == 0;
  }
  /// `only_new`: fails with EEXIST when there is a file of that name by now.
  [[nodiscard]] bool put_in_place(bool only_new) {
    if (name_.empty() && only_new) return link_to(target_);
    if (name_.empty() && !take_names([this] { return link_to(name_); })) return false;
    int done =
        ::renameat2(AT_FDCWD, name_.c_str(), AT_FDCWD, target_.c_str(), only_new ? RENAME_NOREPLACE : 0);
    // Some file systems cannot promise it; then the look before has to do.
    if (done != 0 && only_new && errno == EINVAL) done = std::rename(name_.c_str(), target_.c_str());
    renamed_ = done == 0;
    return renamed_;
  }

 private:
  /// Tries names beside the target until `make` has made one of them; none stays when it cannot.
  template <typename Make>
  bool take_names(Make make) {
    constexpr int kAttempts = 16;
    std::random_device random;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
      name_ = folder_of(target_) / fmt::format(".{}.{:08x}", target_.filename().string(), random());
      if (make()) return true;
      if (errno != EEXIST) break;
    }
    name_.clear();
    return false;
  }
  [[nodiscard]] std::string link() const { return fmt::format("/proc/self/fd/{}", fd_); }
  [[nodiscard]] bool link_to(const fs::path& path) const {
    return ::linkat(AT_FDCWD, link().c_str(), AT_FDCWD, path.c_str(), AT_SYMLINK_FOLLOW) == 0;
  }

  fs::path target_;
  fs::path name_;  // empty: it has none yet
  int fd_ = -1;
  bool renamed_ = false;
};

/// Makes the new name durable. The content is safe already; a folder that cannot be synced changes nothing.
void sync_folder(const fs::path& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  ::fsync(fd);
  ::close(fd);
}

/// Whether the file still is what it was when it was read.
Done compare(const fs::path& path, const fs::path& target, bool exists,
             const std::optional<std::string>& expected) {
  if (!expected) {
    if (exists) return difference(path, "exists already");
    return {};
  }
  if (!exists) return difference(path, "was removed after it was read");
  const auto now = read_file(target, expected->size());
  if (!now) return failure(path, now.error());
  if (*now != *expected) return difference(path, "was changed by something else after it was read");
  return {};
}

}  // namespace

Done replace_file(const fs::path& path, std::string_view content,
                  const std::optional<std::string>* expected) {
  const auto target = follow_links(path);
  if (!target) return failure(path, target.error());
  struct stat old{};
  const bool exists = ::stat(target->c_str(), &old) == 0;
  if (!exists && errno != ENOENT) return failure(path, reason());
  if (exists && !S_ISREG(old.st_mode)) {
    return failure(path, S_ISDIR(old.st_mode) ? "it is a folder" : "it is no regular file");
  }
  if (expected != nullptr) {
    if (auto same = compare(path, *target, exists, *expected); !same) return same;
  }
  NewFile file(*target);
  if (!file.is_open()) {
    return failure(path, fmt::format("no file can be made in its folder `{}`: {}",
                                     folder_of(*target).string(), reason()));
  }
  if (!file.fill(content) || (exists && !file.take_over(old))) return failure(path, reason());
  // Once more, after what took time.
  if (expected != nullptr) {
    struct stat now{};
    if (auto same = compare(path, *target, ::stat(target->c_str(), &now) == 0, *expected); !same) return same;
  }
  if (!file.put_in_place(expected != nullptr && !*expected)) {
    if (errno == EEXIST) return difference(path, "exists already");
    return failure(path, reason());
  }
  sync_folder(folder_of(*target));
  return {};
}

}  // namespace nest::config
