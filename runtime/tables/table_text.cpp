#include "runtime/tables/table_text.h"

#include <fcntl.h>
#include <simdjson.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>
#include <system_error>

namespace nest {
namespace {

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
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

std::unexpected<TableFault> unreadable(std::string why) {
  return std::unexpected(TableFault{0, "it cannot be read: " + std::move(why)});
}

std::unexpected<TableFault> last_error() { return unreadable(std::generic_category().message(errno)); }

bool is_utf8(std::string_view text) { return simdjson::validate_utf8(text.data(), text.size()); }

}  // namespace

std::expected<TableText, TableFault> TableText::read(const std::filesystem::path& path, std::size_t limit) {
  const Descriptor file(path);
  struct stat status{};
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0) return last_error();
  if (!S_ISREG(status.st_mode)) return unreadable("it is no regular file");
  const auto file_size = static_cast<std::size_t>(status.st_size);
  const std::size_t wanted = std::min(file_size, limit);
  TableText text;
  text.is_whole_ = wanted == file_size;
  try {
    text.bytes_ = std::make_unique_for_overwrite<char[]>(wanted + kTablePadding);
  } catch (const std::bad_alloc&) {
    return unreadable("there is not enough memory for it");
  }
  while (text.size_ < wanted) {
    const ssize_t got = ::read(file.get(), text.bytes_.get() + text.size_, wanted - text.size_);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return last_error();
    if (got == 0) break;  // it has become shorter
    text.size_ += static_cast<std::size_t>(got);
  }
  std::memset(text.bytes_.get() + text.size_, 0, kTablePadding);
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.view().starts_with(kByteOrderMark)) text.begin_ = kByteOrderMark.size();
  return text;
}

std::uint64_t line_of(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  return 1 + static_cast<std::uint64_t>(std::ranges::count(before, '\n'));
}

TableFault find_broken_utf8(const TableText& text) {
  std::string_view rest = text.view();
  if (!text.is_whole()) rest = rest.substr(0, rest.rfind('\n') + 1);
  if (is_utf8(rest)) return {};
  std::uint64_t line = 1;
  for (;; ++line) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos || !is_utf8(rest.substr(0, end))) break;
    rest.remove_prefix(end + 1);
  }
  return {line, "the line is no UTF-8; save the file as UTF-8"};
}

}  // namespace nest
