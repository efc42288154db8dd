#include "runtime/doctor/system_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace nest::doctor {
namespace {

constexpr std::string_view kBlanks = " \t\r\n\v\f";

class OpenFile {
 public:
  // Not blocking: a pipe in the place of a file must not hold us up.
  explicit OpenFile(const std::filesystem::path& path)
      : fd_(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (fd_ >= 0) close(fd_);
  }
  [[nodiscard]] bool is_regular() const {
    struct stat facts{};
    return fd_ >= 0 && fstat(fd_, &facts) == 0 && S_ISREG(facts.st_mode);
  }
  [[nodiscard]] ssize_t read_into(char* out, std::size_t size) const { return read(fd_, out, size); }

 private:
  int fd_;
};

}  // namespace

std::optional<std::string> SystemFiles::text(const std::string& path) const {
  const std::filesystem::path below = std::filesystem::path(path).relative_path();
  if (std::ranges::any_of(below, [](const auto& part) { return part == ".."; })) return std::nullopt;
  const OpenFile file(root_ / below);
  if (!file.is_regular()) return std::nullopt;
  std::string text;
  std::array<char, 16384> part{};
  while (text.size() < kMost) {
    const ssize_t got = file.read_into(part.data(), std::min(part.size(), kMost - text.size()));
    if (got < 0) return std::nullopt;
    if (got == 0) break;
    text.append(part.data(), static_cast<std::size_t>(got));
  }
  return text;
}

std::string SystemFiles::line(const std::string& path) const {
  const auto content = text(path);
  if (!content) return {};
  std::string_view rest = *content;
  return std::string(trimmed(take_line(rest)));
}

std::optional<std::uint64_t> SystemFiles::number(const std::string& path) const {
  return number_of(line(path));
}

std::optional<std::uint64_t> number_of(std::string_view text) {
  if (text == "max" || text == "unlimited") return kNoLimit;
  std::uint64_t number = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc{} || stop != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::string_view take_word(std::string_view& text) {
  text.remove_prefix(std::min(text.size(), text.find_first_not_of(kBlanks)));
  const std::string_view word = text.substr(0, text.find_first_of(kBlanks));
  text.remove_prefix(word.size());
  return word;
}

std::string_view take_line(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(text.size(), line.size() + 1));
  return line;
}

std::optional<std::string_view> field_of(std::string_view text, std::string_view name) {
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos && trimmed(line.substr(0, colon)) == name)
      return trimmed(line.substr(colon + 1));
  }
  return std::nullopt;
}

}  // namespace nest::doctor
