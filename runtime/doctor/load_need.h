#pragma once

#include <cstdint>

namespace nest::doctor {

/// What a run will ask of the machine. Each user holds one connection, to one target; a scenario that visits
/// more hosts, or uses `parallel`, needs more.
struct LoadNeed {
  std::uint64_t users = 1;
  std::uint64_t threads = 1;
  double spawn_rate = 1;      ///< users, so connections, that begin in a second
  std::uint64_t files = 1;    ///< open files, those of nest itself included
  bool knows_target = false;  ///< false: every request brings its own URL, or none is known yet
  bool is_local = false;      ///< the target is this machine: it takes from the same memory, queues and CPUs
  bool is_tls = false;
  std::uint64_t sources = 0;     ///< of --source-address; 0: the system's choice
  std::uint64_t targets = 1;     ///< addresses of the target that connections are spread over
  std::uint64_t user_bytes = 0;  ///< a waiting user with its open connection, the kernel's part included
  std::uint64_t busy_bytes = 0;  ///< what it needs on top, at least, while it is in a task
};

}  // namespace nest::doctor
