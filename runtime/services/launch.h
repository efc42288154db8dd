#pragma once

#include <sys/types.h>

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

namespace nest {

/// What it takes to start a service, all placeholders filled in.
struct Launch {
  std::string command;
  std::string folder;  ///< empty: where nest is
  std::vector<std::string>
      assignments;  ///< "NAME=VALUE", before or instead of what nest's own environment holds
};

enum class LaunchStage : std::uint8_t {
  Process,  ///< the system refused another process
  Folder,   ///< its folder could not be entered
  Shell,    ///< /bin/sh could not be run
};

struct LaunchFault {
  LaunchStage stage = LaunchStage::Process;
  int error = 0;  ///< an errno
};

/// Starts `/bin/sh -c COMMAND` in a session of its own: nothing on its input, its output and error output to
/// `output`, no other descriptor, every signal as a new process has it. It is killed when the calling process
/// ends. Gives the process's number. For a process with one thread: the guardian.
[[nodiscard]] std::expected<pid_t, LaunchFault> launch(const Launch& launch, int output);

}  // namespace nest
