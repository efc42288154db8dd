#include "runtime/doctor/read_group.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace nest::doctor {
namespace {

// Version 1 writes "no limit" as a number near 2^63.
constexpr std::uint64_t kAsGoodAsNone = std::uint64_t{1} << 60;
// Folders around a group that are looked at.
constexpr int kMostAncestors = 64;

template <typename Number>
void keep_least(std::optional<Number>& kept, Number candidate) {
  if (!kept || candidate < *kept) kept = candidate;
}

std::uint64_t difference(std::uint64_t limit, std::uint64_t used) { return limit > used ? limit - used : 0; }

bool is_limit(const std::optional<std::uint64_t>& number) { return number && *number < kAsGoodAsNone; }

// "inactive_file 4096": files that the kernel drops when memory is wanted.
std::uint64_t droppable(const SystemFiles& files, const std::string& path, std::string_view name) {
  const auto text = files.text(path);
  if (!text) return 0;
  for (std::string_view rest = *text; !rest.empty();) {
    std::string_view line = take_line(rest);
    if (take_word(line) == name) return number_of(trimmed(line)).value_or(0);
  }
  return 0;
}

// How a limit's files are called.
struct Names {
  const char* limit;
  const char* used;
  const char* droppable;
};
constexpr Names kMemory1 = {"memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"};
constexpr Names kMemory2 = {"memory.max", "memory.current", "inactive_file"};

void read_memory(const SystemFiles& files, const std::string& folder, const Names& names,
                 GroupLimits& limits) {
  const auto limit = files.number(folder + "/" + names.limit);
  const auto used = files.number(folder + "/" + names.used);
  if (!is_limit(limit) || !used) return;
  const std::uint64_t kept = difference(*used, droppable(files, folder + "/memory.stat", names.droppable));
  keep_least(limits.memory_left, difference(*limit, kept));
}

void read_tasks(const SystemFiles& files, const std::string& folder, GroupLimits& limits) {
  const auto limit = files.number(folder + "/pids.max");
  const auto used = files.number(folder + "/pids.current");
  if (is_limit(limit) && used) keep_least(limits.tasks_left, difference(*limit, *used));
}

void keep_quota(const std::optional<std::uint64_t>& quota, const std::optional<std::uint64_t>& period,
                GroupLimits& limits) {
  if (!is_limit(quota) || !is_limit(period) || *period == 0 || *quota == 0) return;
  keep_least(limits.cpus, static_cast<double>(*quota) / static_cast<double>(*period));
}

void read_throttling(const SystemFiles& files, const std::string& folder, GroupLimits& limits) {
  const std::uint64_t periods = droppable(files, folder + "/cpu.stat", "nr_throttled");
  if (periods > 0) limits.throttled_periods = std::max(periods, limits.throttled_periods.value_or(0));
}

void read_cpu_1(const SystemFiles& files, const std::string& folder, GroupLimits& limits) {
  keep_quota(files.number(folder + "/cpu.cfs_quota_us"), files.number(folder + "/cpu.cfs_period_us"), limits);
  read_throttling(files, folder, limits);
}

// "150000 100000" or "max 100000".
void read_cpu_2(const SystemFiles& files, const std::string& folder, GroupLimits& limits) {
  const std::string line = files.line(folder + "/cpu.max");
  std::string_view rest = line;
  const auto quota = number_of(take_word(rest));
  keep_quota(quota, number_of(trimmed(rest)), limits);
  read_throttling(files, folder, limits);
}

// The group's folder and those around it, up to the mount. In a container the innermost may not be there.
template <typename Read>
void each_folder(const std::string& mount, std::string group, const Read& read) {
  for (int i = 0; i < kMostAncestors && !group.empty() && group != "/"; ++i) {
    read(mount + group);
    group.resize(group.rfind('/') == std::string::npos ? 0 : group.rfind('/'));
  }
  read(mount);
}

bool names_controller(std::string_view list, std::string_view controller) {
  while (!list.empty()) {
    const std::string_view item = list.substr(0, list.find(','));
    if (item == controller) return true;
    list.remove_prefix(std::min(list.size(), item.size() + 1));
  }
  return false;
}

void read_version_2(const SystemFiles& files, const std::string& group, GroupLimits& limits) {
  for (const char* mount : {"sys/fs/cgroup", "sys/fs/cgroup/unified"}) {
    each_folder(mount, group, [&](const std::string& folder) {
      read_cpu_2(files, folder, limits);
      read_memory(files, folder, kMemory2, limits);
      read_tasks(files, folder, limits);
    });
  }
}

void read_version_1(const SystemFiles& files, std::string_view controllers, const std::string& group,
                    GroupLimits& limits) {
  if (names_controller(controllers, "cpu")) {
    each_folder("sys/fs/cgroup/cpu", group, [&](const auto& folder) { read_cpu_1(files, folder, limits); });
  }
  if (names_controller(controllers, "memory")) {
    each_folder("sys/fs/cgroup/memory", group,
                [&](const auto& folder) { read_memory(files, folder, kMemory1, limits); });
  }
  if (names_controller(controllers, "pids")) {
    each_folder("sys/fs/cgroup/pids", group, [&](const auto& folder) { read_tasks(files, folder, limits); });
  }
}

}  // namespace

// "4:memory:/user.slice" or, of version 2, "0::/user.slice".
GroupLimits read_group_limits(const SystemFiles& files) {
  GroupLimits limits;
  const auto text = files.text("proc/self/cgroup");
  if (!text) return limits;
  for (std::string_view rest = *text; !rest.empty();) {
    const std::string_view line = take_line(rest);
    const std::size_t first = line.find(':');
    const std::size_t second = first == std::string_view::npos ? first : line.find(':', first + 1);
    if (second == std::string_view::npos) continue;
    const std::string_view controllers = line.substr(first + 1, second - first - 1);
    const std::string group(line.substr(second + 1));
    if (!group.starts_with('/')) continue;
    if (controllers.empty()) {
      read_version_2(files, group, limits);
    } else {
      read_version_1(files, controllers, group, limits);
    }
  }
  return limits;
}

}  // namespace nest::doctor
