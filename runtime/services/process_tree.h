#pragma once

#include <sys/types.h>

#include <cstdint>
#include <vector>

namespace nest {

/// A process that cannot be taken for another one: numbers are used again, together with the start time they
/// are not.
struct ProcessId {
  pid_t pid = 0;
  std::uint64_t start_time = 0;  ///< in clock ticks since the system's start

  friend bool operator==(const ProcessId&, const ProcessId&) = default;
};

/// Every living process below `root`, parents before their children, as /proc shows them at this moment. What
/// has no parent left belongs to the nearest subreaper (prctl(2), PR_SET_CHILD_SUBREAPER) above it.
[[nodiscard]] std::vector<ProcessId> descendants_of(pid_t root);

/// Sends a signal, to this process and no other. Whether it was there and could be sent one.
bool send_signal(const ProcessId& process, int signal);

}  // namespace nest
