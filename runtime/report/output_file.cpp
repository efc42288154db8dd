#include "runtime/report/output_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "runtime/report/console.h"

namespace nest {

OutputFile::Handle::~Handle() {
  if (stream == nullptr) return;
  std::fclose(stream);
  if (made_here && !written) unlink(path.c_str());
}

std::expected<OutputFile, std::string> OutputFile::open(const std::string& path) {
  constexpr mode_t kMode = 0666;
  auto handle = std::make_unique<Handle>();
  handle->path = path;
  int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kMode);
  handle->made_here = fd >= 0;
  if (fd < 0 && errno == EEXIST) fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, kMode);
  if (fd >= 0) handle->stream = fdopen(fd, "w");
  if (handle->stream == nullptr) {
    const std::string reason = std::strerror(errno);
    if (fd >= 0) close(fd);
    return std::unexpected(fmt::format("{} cannot be written: {}", path, reason));
  }
  return OutputFile(std::move(handle));
}

void OutputFile::write(const std::string& text) {
  if (!error_.empty()) return;
  // A device or a pipe has nothing to empty, and says so.
  const bool emptied =
      std::exchange(handle_->written, true) || ftruncate(fileno(handle_->stream), 0) == 0 || errno == EINVAL;
  const std::string failure = emptied ? write_text(handle_->stream, text) : std::strerror(errno);
  if (!failure.empty()) error_ = fmt::format("{} could not be written: {}", handle_->path, failure);
}

}  // namespace nest
