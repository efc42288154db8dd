#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runtime/doctor/system_files.h"
#include "runtime/time/clock.h"

namespace nest::doctor {

/// What the control groups of this process allow, the strictest of its own and those around it. Nothing where
/// none says anything, or says that there is no limit.
struct GroupLimits {
  std::optional<double> cpus;  ///< CPU time a second: 1.5 is one and a half CPUs
  std::optional<std::uint64_t> throttled_periods;
  std::optional<std::uint64_t> memory_left;  ///< bytes until the limit, what can be dropped counted as free
  std::optional<std::uint64_t> tasks_left;   ///< processes and threads until the limit
};

/// What is known of the machine and of what this process may do on it. Whatever could not be read, or made no
/// sense, is not there.
struct Machine {
  // This process (/proc/self). kNoLimit where a limit is not set.
  std::optional<std::uint64_t> files_soft;
  std::optional<std::uint64_t> files_hard;
  std::optional<std::uint64_t> processes;      ///< of this user
  std::optional<std::uint64_t> address_space;  ///< bytes
  bool may_raise_limits = false;               ///< CAP_SYS_RESOURCE
  std::optional<std::uint64_t> timer_slack;    ///< nanoseconds
  GroupLimits group;

  // Open files of the system.
  std::optional<std::uint64_t> most_files_a_process;  ///< fs.nr_open
  std::optional<std::uint64_t> most_files;            ///< fs.file-max
  std::optional<std::uint64_t> open_files;            ///< of all processes

  // The network.
  struct Ports {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    std::uint64_t reserved = 0;  ///< of these
    [[nodiscard]] std::uint64_t count() const { return last - first + 1 - reserved; }
  };
  std::optional<Ports> ports;
  std::optional<std::uint64_t> time_wait;         ///< sockets that hold a port for a minute after their end
  std::optional<std::uint64_t> reuses_time_wait;  ///< 0 no, 1 yes, 2 on loopback
  std::optional<std::uint64_t> accept_queue;      ///< net.core.somaxconn
  std::optional<std::uint64_t> syn_queue;         ///< net.ipv4.tcp_max_syn_backlog
  std::optional<std::uint64_t> tracked_most;      ///< nf_conntrack_max
  std::optional<std::uint64_t> tracked;           ///< nf_conntrack_count

  // Memory, bytes.
  std::optional<std::uint64_t> memory_available;

  // Processors and clocks.
  std::vector<std::uint32_t> cpus;     ///< that this process may run on
  std::vector<std::string> governors;  ///< of these, each once
  std::optional<double> stolen;        ///< share of the time that went to other machines, since the start
  bool is_virtual = false;
  std::string clock_source;
  std::vector<std::string> clock_sources;  ///< to choose from

  // The kernel.
  std::string release;
  std::optional<std::pair<int, int>> version;
  std::optional<std::uint64_t> io_uring_disabled;  ///< kernel.io_uring_disabled: 0 no, 1 for some, 2 for all

  // What was tried rather than read (probe.h); nothing when it was not.
  std::optional<std::string> io_uring_refusal;  ///< why a run cannot have it, as a clause; empty: it can
  std::optional<Nanoseconds> exchange_cost;     ///< CPU time of one exchange over loopback, the client's part
};

/// Everything that can be read of it.
[[nodiscard]] Machine read_machine(const SystemFiles& files);

/// "0-3,8": the numbers, each once, in order. Empty when the text is no such list, or names more than 65,536.
[[nodiscard]] std::vector<std::uint32_t> numbers_of_list(std::string_view text);

}  // namespace nest::doctor
