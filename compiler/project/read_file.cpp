#include "compiler/project/read_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace nest {
namespace {

constexpr std::size_t kBlock = 4096;

/// Owns an open file.
class Descriptor {
 public:
  explicit Descriptor(const std::filesystem::path& path)
      : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

std::unexpected<std::string> last_error() { return std::unexpected(std::generic_category().message(errno)); }

}  // namespace

std::expected<std::string, std::string> read_file(const std::filesystem::path& path, std::size_t limit) {
  const Descriptor file(path);
  struct stat status{};
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0) return last_error();
  if (!S_ISREG(status.st_mode)) return std::unexpected("it is no regular file");

  // One byte more than it has says that it has not grown. A file that grows is read on in larger blocks.
  std::string text;
  text.reserve(std::min(static_cast<std::size_t>(status.st_size), limit) + 1);
  while (text.size() <= limit) {
    const std::size_t used = text.size();
    text.resize(std::min(used < text.capacity() ? text.capacity() : used + kBlock, limit + 1));
    const ssize_t got = ::read(file.get(), text.data() + used, text.size() - used);
    if (got < 0 && errno != EINTR) return last_error();
    text.resize(used + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (got == 0) break;
  }
  return text;
}

}  // namespace nest
