#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <optional>
#include <string>

namespace nest {

/// Which file a path leads to, and when that was changed last: what tells whether it is what it was without
/// reading it.
struct FileStatus {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::int64_t size = 0;                                     ///< bytes
  std::int64_t modified_s = 0, modified_ns = 0;              ///< of the wall clock, since 1970
  std::int64_t status_changed_s = 0, status_changed_ns = 0;  ///< the same; no program can set it back

  bool operator==(const FileStatus&) const = default;
};

/// Links are followed. Nothing when there is no such file, or none that this user may look at.
[[nodiscard]] inline std::optional<FileStatus> file_status(const std::string& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return FileStatus{.device = status.st_dev,
                    .inode = status.st_ino,
                    .size = status.st_size,
                    .modified_s = status.st_mtim.tv_sec,
                    .modified_ns = status.st_mtim.tv_nsec,
                    .status_changed_s = status.st_ctim.tv_sec,
                    .status_changed_ns = status.st_ctim.tv_nsec};
}

}  // namespace nest
