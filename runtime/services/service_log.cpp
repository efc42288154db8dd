#include "runtime/services/service_log.h"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "runtime/values/text.h"

namespace nest {
namespace {

constexpr std::size_t kTail = std::size_t{32} * 1024;
constexpr std::size_t kShownOfLine = 300;

// Without terminal escape sequences: ESC [ … and its final letter (ECMA-48), other ESC alone. Tabs become
// blanks.
std::string plain(std::string_view line) {
  std::string text;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\x1b') {
      if (i + 1 < line.size() && line[i + 1] == '[') {
        ++i;
        while (i + 1 < line.size() && (line[i + 1] < '@' || line[i + 1] > '~')) ++i;
        ++i;
      }
      continue;
    }
    text += line[i] == '\t' ? ' ' : line[i];
  }
  return text;
}

}  // namespace

std::expected<ServiceLog, std::string> ServiceLog::open(std::string path, std::uint64_t limit) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  std::error_code error;
  if (!folder.empty()) std::filesystem::create_directories(folder, error);
  constexpr mode_t kMode = 0666;
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY, kMode));
  if (!file.is_open()) {
    const std::string why = error ? error.message() : std::strerror(errno);
    return std::unexpected(fmt::format("{} cannot be written: {}", path, why));
  }
  return ServiceLog(std::move(path), std::move(file), limit);
}

void ServiceLog::write(std::string_view output) {
  if (output.size() >= kTail) {
    tail_ = output.substr(output.size() - kTail);
  } else {
    tail_ += output;
    if (tail_.size() > 2 * kTail) tail_.erase(0, tail_.size() - kTail);
  }
  if (!file_.is_open()) return;
  append(output.substr(0, std::min<std::uint64_t>(output.size(), limit_ - written_)));
  if (written_ < limit_ || !file_.is_open()) return;
  append(fmt::format("\n--- nest: {} MiB are written; what follows is left out ---\n", limit_ / 1024 / 1024));
  file_.close();
}

void ServiceLog::append(std::string_view text) {
  while (!text.empty()) {
    const ssize_t size = ::write(file_.get(), text.data(), text.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) {
      error_ = fmt::format("{} is not complete: {}", path_, std::strerror(errno));
      file_.close();
      return;
    }
    written_ += static_cast<std::uint64_t>(size);
    text.remove_prefix(static_cast<std::size_t>(size));
  }
}

std::vector<std::string> ServiceLog::last_lines(std::size_t count) const {
  std::vector<std::string> lines;
  std::string_view rest = tail_;
  while (!rest.empty() && (rest.back() == '\n' || rest.back() == '\r')) rest.remove_suffix(1);
  while (!rest.empty() && lines.size() < count) {
    const std::size_t start = rest.rfind('\n') + 1;  // npos + 1 is 0
    std::string_view line = rest.substr(start);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(excerpt(plain(line), kShownOfLine));
    rest = start == 0 ? std::string_view() : rest.substr(0, start - 1);
  }
  std::reverse(lines.begin(), lines.end());
  return lines;
}

std::string ServiceLog::take_error() { return std::exchange(error_, {}); }

}  // namespace nest
