#include "runtime/services/process_tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string_view>

#include "runtime/services/descriptor.h"

namespace nest {
namespace {

struct Entry {
  ProcessId id;
  pid_t parent = 0;
};

template <typename Number>
std::optional<Number> number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// The fields of proc(5) after the name, which may itself hold blanks and parentheses.
std::optional<Entry> parse_stat(pid_t pid, std::string_view text) {
  const std::size_t name_end = text.rfind(')');
  if (name_end == std::string_view::npos || name_end + 2 > text.size()) return std::nullopt;
  text.remove_prefix(name_end + 2);
  constexpr std::size_t kState = 0;
  constexpr std::size_t kParent = 1;
  constexpr std::size_t kStartTime = 19;
  Entry entry;
  entry.id.pid = pid;
  for (std::size_t field = 0; field <= kStartTime; ++field) {
    const std::size_t end = text.find(' ');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view value = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (field == kState && (value == "Z" || value == "X")) return std::nullopt;  // ended
    if (field == kParent) entry.parent = number<pid_t>(value).value_or(0);
    if (field == kStartTime) entry.id.start_time = number<std::uint64_t>(value).value_or(0);
  }
  return entry;
}

std::optional<Entry> look_up(pid_t pid) {
  std::array<char, 64> path{};
  std::snprintf(path.data(), path.size(), "/proc/%d/stat", static_cast<int>(pid));
  const Descriptor file(open(path.data(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return std::nullopt;
  std::array<char, 1024> text{};
  const ssize_t size = read(file.get(), text.data(), text.size());
  if (size <= 0) return std::nullopt;
  return parse_stat(pid, {text.data(), static_cast<std::size_t>(size)});
}

std::vector<Entry> all_processes() {
  struct CloseFolder {
    void operator()(DIR* folder) const { closedir(folder); }
  };
  std::vector<Entry> all;
  const std::unique_ptr<DIR, CloseFolder> folder(opendir("/proc"));
  if (!folder) return all;
  while (const dirent* entry = readdir(folder.get())) {
    const auto pid = number<pid_t>(entry->d_name);
    if (!pid) continue;
    if (const auto process = look_up(*pid)) all.push_back(*process);
  }
  return all;
}

}  // namespace

std::vector<ProcessId> descendants_of(pid_t root) {
  const std::vector<Entry> all = all_processes();
  std::vector<ProcessId> below;
  const auto add_children = [&](pid_t parent) {
    for (const Entry& entry : all) {
      if (entry.parent == parent && entry.id.pid != parent) below.push_back(entry.id);
    }
  };
  add_children(root);
  // The list grows while it is walked. It cannot be longer than the table: a reused number could else make a
  // circle.
  for (std::size_t i = 0; i < below.size() && below.size() <= all.size(); ++i) add_children(below[i].pid);
  return below;
}

bool send_signal(const ProcessId& process, int signal) {
  // glibc has had wrappers since 2.36; the numbers are the same everywhere.
  const Descriptor handle(static_cast<int>(syscall(SYS_pidfd_open, process.pid, 0)));
  const auto now = look_up(process.pid);
  if (!now || now->id != process) return false;
  // Old kernels and narrow containers have no pidfds: then by number, right after the look.
  if (!handle.is_open()) return kill(process.pid, signal) == 0;
  return syscall(SYS_pidfd_send_signal, handle.get(), signal, nullptr, 0) == 0;
}

}  // namespace nest
