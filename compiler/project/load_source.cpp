#include "compiler/project/load_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <expected>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "compiler/source/utf8.h"

namespace nest {
namespace {

constexpr std::size_t kLargestSource = kLargestSourceMebibytes * 1024 * 1024;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

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

/// The file's bytes, or the first kLargestSource + 1 of them.
std::expected<std::string, std::string> read_file(const std::filesystem::path& path) {
  const Descriptor file(path);
  struct stat status{};
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0) return last_error();
  if (!S_ISREG(status.st_mode)) return std::unexpected("it is no regular file");

  constexpr std::size_t kBlock = 64UL * 1024;
  std::string text;
  while (text.size() <= kLargestSource) {
    const std::size_t used = text.size();
    text.resize(std::min(used + kBlock, kLargestSource + 1));
    const ssize_t got = ::read(file.get(), text.data() + used, text.size() - used);
    if (got < 0 && errno != EINTR) return last_error();
    text.resize(used + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (got == 0) break;
  }
  return text;
}

}  // namespace

std::optional<FileId> load_source(const std::filesystem::path& path, SourceSet& sources, Emitter& emitter) {
  const std::string name = path.string();
  auto text = read_file(path);
  if (!text) {
    emitter.emit(DiagnosticCode::FileUnreadable, std::nullopt, name, text.error());
    return std::nullopt;
  }
  return add_source(name, std::move(*text), sources, emitter);
}

std::optional<FileId> add_source(const std::string& name, std::string text, SourceSet& sources,
                                 Emitter& emitter) {
  if (text.size() > kLargestSource) {
    emitter.emit(DiagnosticCode::FileTooLarge, std::nullopt, name, kLargestSourceMebibytes)
        .help("move data that the file holds into a file of its own");
    return std::nullopt;
  }
  if (const auto offset = find_invalid_utf8(text)) {
    emitter.emit(DiagnosticCode::FileNotUtf8, std::nullopt, name, *offset).help("save the file as UTF-8");
    return std::nullopt;
  }
  if (const std::size_t offset = text.find('\0'); offset != std::string::npos) {
    emitter.emit(DiagnosticCode::FileHasNul, std::nullopt, name, offset);
    return std::nullopt;
  }
  if (text.starts_with(kByteOrderMark)) text.erase(0, kByteOrderMark.size());
  return sources.add(name, std::move(text));
}

}  // namespace nest
