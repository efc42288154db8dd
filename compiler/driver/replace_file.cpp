#include "compiler/driver/replace_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace nest {
namespace {

std::unexpected<std::string> last_error() { return std::unexpected(std::generic_category().message(errno)); }

bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno != EINTR) return false;
    if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
  }
  return ::fsync(fd) == 0;
}

}  // namespace

std::expected<void, std::string> replace_file(const std::filesystem::path& path, std::string_view text) {
  std::error_code error;
  const std::filesystem::path target = std::filesystem::canonical(path, error);
  if (error) return std::unexpected(error.message());
  struct stat status{};
  if (::stat(target.c_str(), &status) != 0) return last_error();
  // A file that nobody may write is not to be replaced either.
  if (::access(target.c_str(), W_OK) != 0) return last_error();
  std::string beside = target.string() + ".XXXXXX";
  const int fd = ::mkostemp(beside.data(), O_CLOEXEC);
  if (fd < 0) return last_error();
  const bool written = write_all(fd, text) && ::fchmod(fd, status.st_mode & 07777U) == 0;
  int fault = written ? 0 : errno;
  ::close(fd);
  if (fault == 0 && ::rename(beside.c_str(), target.c_str()) != 0) fault = errno;
  if (fault == 0) return {};
  ::unlink(beside.c_str());
  return std::unexpected(std::generic_category().message(fault));
}

std::expected<void, std::string> create_file(const std::filesystem::path& path, std::string_view text) {
  constexpr mode_t kMode = 0666;  // less what the user's umask takes
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kMode);
  if (fd < 0) return last_error();
  const int fault = write_all(fd, text) ? 0 : errno;
  ::close(fd);
  if (fault == 0) return {};
  ::unlink(path.c_str());
  return std::unexpected(std::generic_category().message(fault));
}

}  // namespace nest
