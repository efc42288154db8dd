#include <algorithm>
#include <charconv>
#include <string_view>

#include "runtime/doctor/machine.h"
#include "runtime/doctor/read_group.h"

namespace nest::doctor {
namespace {

constexpr std::uint64_t kMostListed = 65536;
constexpr std::uint64_t kMostPort = 65535;
constexpr int kCapabilityOfLimits = 24;  // CAP_SYS_RESOURCE
// Governors are read one file a CPU: no more of them than this.
constexpr std::size_t kMostGovernors = 1024;

// "Max open files            1024                 524288               files"
void read_limit(std::string_view text, std::string_view name, std::optional<std::uint64_t>& soft,
                std::optional<std::uint64_t>& hard) {
  while (!text.empty()) {
    std::string_view line = take_line(text);
    if (!line.starts_with(name)) continue;
    line.remove_prefix(name.size());
    soft = number_of(take_word(line));
    hard = number_of(take_word(line));
    return;
  }
}

void read_process(const SystemFiles& files, Machine& machine) {
  const std::string limits = files.text("proc/self/limits").value_or("");
  std::optional<std::uint64_t> hard;
  read_limit(limits, "Max open files", machine.files_soft, machine.files_hard);
  read_limit(limits, "Max processes", machine.processes, hard);
  read_limit(limits, "Max address space", machine.address_space, hard);
  machine.timer_slack = files.number("proc/self/timerslack_ns");
  const std::string status = files.text("proc/self/status").value_or("");
  machine.cpus = numbers_of_list(field_of(status, "Cpus_allowed_list").value_or(""));
  const std::string_view powers = field_of(status, "CapEff").value_or("");
  std::uint64_t bits = 0;
  const auto [end, error] = std::from_chars(powers.data(), powers.data() + powers.size(), bits, 16);
  machine.may_raise_limits =
      error == std::errc{} && end == powers.data() + powers.size() && (bits >> kCapabilityOfLimits & 1) != 0;
}

void read_files(const SystemFiles& files, Machine& machine) {
  machine.most_files_a_process = files.number("proc/sys/fs/nr_open");
  machine.most_files = files.number("proc/sys/fs/file-max");
  // "1632 0 2470938": open, free, most.
  const std::string line = files.line("proc/sys/fs/file-nr");
  std::string_view rest = line;
  machine.open_files = number_of(take_word(rest));
}

std::optional<Machine::Ports> read_ports(const SystemFiles& files) {
  const std::string line = files.line("proc/sys/net/ipv4/ip_local_port_range");
  std::string_view rest = line;
  const auto first = number_of(take_word(rest));
  const auto last = number_of(take_word(rest));
  if (!first || !last || *first > *last || *last > kMostPort) return std::nullopt;
  Machine::Ports ports{*first, *last, 0};
  for (const std::uint32_t port : numbers_of_list(files.line("proc/sys/net/ipv4/ip_local_reserved_ports"))) {
    if (port >= ports.first && port <= ports.last) ++ports.reserved;
  }
  return ports;
}

// "TCP: inuse 12 orphan 0 tw 3 alloc 15 mem 2"
std::optional<std::uint64_t> read_time_wait(const SystemFiles& files) {
  const std::string text = files.text("proc/net/sockstat").value_or("");
  std::string_view rest = field_of(text, "TCP").value_or("");
  while (!rest.empty()) {
    if (take_word(rest) == "tw") return number_of(take_word(rest));
  }
  return std::nullopt;
}

void read_network(const SystemFiles& files, Machine& machine) {
  machine.ports = read_ports(files);
  machine.time_wait = read_time_wait(files);
  machine.reuses_time_wait = files.number("proc/sys/net/ipv4/tcp_tw_reuse");
  machine.accept_queue = files.number("proc/sys/net/core/somaxconn");
  machine.syn_queue = files.number("proc/sys/net/ipv4/tcp_max_syn_backlog");
  machine.tracked_most = files.number("proc/sys/net/netfilter/nf_conntrack_max");
  machine.tracked = files.number("proc/sys/net/netfilter/nf_conntrack_count");
}

std::optional<std::uint64_t> read_memory(const SystemFiles& files) {
  const std::string text = files.text("proc/meminfo").value_or("");
  std::string_view value = field_of(text, "MemAvailable").value_or("");
  const auto kibibytes = number_of(take_word(value));
  if (!kibibytes || *kibibytes > kNoLimit / 1024) return std::nullopt;
  return *kibibytes * 1024;
}

// "cpu  1696216 651382 …": user, nice, system, idle, iowait, irq, softirq, steal.
std::optional<double> read_stolen(const SystemFiles& files) {
  constexpr int kSteal = 7;
  const std::string line = files.line("proc/stat");
  std::string_view rest = line;
  if (take_word(rest) != "cpu") return std::nullopt;
  double sum = 0;
  double stolen = 0;
  for (int i = 0; i <= kSteal; ++i) {
    const auto ticks = number_of(take_word(rest));
    if (!ticks) return std::nullopt;
    stolen = static_cast<double>(*ticks);
    sum += stolen;
  }
  return sum > 0 ? std::optional(stolen / sum) : std::nullopt;
}

bool read_is_virtual(const SystemFiles& files) {
  const std::string text = files.text("proc/cpuinfo").value_or("");
  for (std::string_view flags = field_of(text, "flags").value_or(""); !flags.empty();) {
    if (take_word(flags) == "hypervisor") return true;
  }
  return false;
}

void read_processors(const SystemFiles& files, Machine& machine) {
  for (std::size_t i = 0; i < std::min(machine.cpus.size(), kMostGovernors); ++i) {
    std::string governor = files.line("sys/devices/system/cpu/cpu" + std::to_string(machine.cpus[i]) +
                                      "/cpufreq/scaling_governor");
    const bool is_known = std::ranges::find(machine.governors, governor) != machine.governors.end();
    if (governor.empty() || is_known) continue;
    machine.governors.push_back(std::move(governor));
  }
  machine.stolen = read_stolen(files);
  machine.is_virtual = read_is_virtual(files);
  const std::string clocks = "sys/devices/system/clocksource/clocksource0/";
  machine.clock_source = files.line(clocks + "current_clocksource");
  const std::string choice = files.line(clocks + "available_clocksource");
  for (std::string_view rest = choice; !rest.empty();) {
    const std::string_view name = take_word(rest);
    if (!name.empty()) machine.clock_sources.emplace_back(name);
  }
}

// "6.1.0-18-amd64"
std::optional<std::pair<int, int>> version_of(std::string_view release) {
  int major = 0;
  int minor = 0;
  const auto first = std::from_chars(release.data(), release.data() + release.size(), major);
  if (first.ec != std::errc{}) return std::nullopt;
  release.remove_prefix(static_cast<std::size_t>(first.ptr - release.data()));
  if (!release.starts_with('.')) return std::nullopt;
  release.remove_prefix(1);
  const auto second = std::from_chars(release.data(), release.data() + release.size(), minor);
  if (second.ec != std::errc{}) return std::nullopt;
  return std::pair(major, minor);
}

}  // namespace

std::vector<std::uint32_t> numbers_of_list(std::string_view text) {
  std::vector<std::uint32_t> numbers;
  while (!text.empty()) {
    const std::string_view item = text.substr(0, text.find(','));
    text.remove_prefix(std::min(text.size(), item.size() + 1));
    const std::size_t dash = item.find('-');
    const auto first = number_of(trimmed(item.substr(0, dash)));
    const auto last = dash == std::string_view::npos ? first : number_of(trimmed(item.substr(dash + 1)));
    if (!first || !last || *first > *last || *last >= std::uint64_t{1} << 31) return {};
    if (*last - *first >= kMostListed - numbers.size()) return {};
    for (std::uint64_t number = *first; number <= *last; ++number)
      numbers.push_back(static_cast<std::uint32_t>(number));
  }
  std::ranges::sort(numbers);
  const auto repeated = std::ranges::unique(numbers);
  numbers.erase(repeated.begin(), repeated.end());
  return numbers;
}

Machine read_machine(const SystemFiles& files) {
  Machine machine;
  read_process(files, machine);
  machine.group = read_group_limits(files);
  read_files(files, machine);
  read_network(files, machine);
  machine.memory_available = read_memory(files);
  read_processors(files, machine);
  machine.release = files.line("proc/sys/kernel/osrelease");
  machine.version = version_of(machine.release);
  machine.io_uring_disabled = files.number("proc/sys/kernel/io_uring_disabled");
  return machine;
}

}  // namespace nest::doctor
