#include "runtime/services/launch.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <string_view>

#include "runtime/services/descriptor.h"

namespace nest {
namespace {

std::string_view name_of(std::string_view assignment) { return assignment.substr(0, assignment.find('=')); }

// The environment of this process with the assignments in it; points into both.
std::vector<char*> environment_with(const std::vector<std::string>& assignments) {
  std::vector<char*> merged;
  const auto is_assigned = [&](std::string_view name) {
    for (const std::string& assignment : assignments) {
      if (name_of(assignment) == name) return true;
    }
    return false;
  };
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    if (!is_assigned(name_of(*entry))) merged.push_back(*entry);
  }
  // execve() takes them as not const for reasons of age; it does not write.
  for (const std::string& assignment : assignments) merged.push_back(const_cast<char*>(assignment.c_str()));
  merged.push_back(nullptr);
  return merged;
}

void reset_signals() {
  for (int signal = 1; signal < NSIG; ++signal) {
    struct sigaction action{};
    action.sa_handler = SIG_DFL;
    sigaction(signal, &action, nullptr);  // fails for those that cannot be changed
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

// In the new process: becomes the shell, or tells `report` why not.
[[noreturn]] void become(const Launch& launch, pid_t guardian, int output, int report, char** environment) {
  const auto give_up = [report](LaunchStage stage) {
    const LaunchFault fault{stage, errno};
    [[maybe_unused]] const auto told = write(report, &fault, sizeof fault);
    _exit(127);
  };
  setsid();
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != guardian) _exit(127);  // it has ended before that was set
  if (dup2(output, STDOUT_FILENO) < 0 || dup2(output, STDERR_FILENO) < 0) give_up(LaunchStage::Process);
  close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
  reset_signals();
  if (!launch.folder.empty() && chdir(launch.folder.c_str()) != 0) give_up(LaunchStage::Folder);
  const std::array arguments = {"/bin/sh", "-c", launch.command.c_str(), static_cast<const char*>(nullptr)};
  execve(arguments[0], const_cast<char* const*>(arguments.data()), environment);
  give_up(LaunchStage::Shell);
  _exit(127);
}

}  // namespace

std::expected<pid_t, LaunchFault> launch(const Launch& launch, int output) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return std::unexpected(LaunchFault{LaunchStage::Process, errno});
  const Descriptor report(ends[0]);
  Descriptor theirs(ends[1]);
  std::vector<char*> environment = environment_with(launch.assignments);
  const pid_t guardian = getpid();
  const pid_t child = fork();
  if (child < 0) return std::unexpected(LaunchFault{LaunchStage::Process, errno});
  if (child == 0) become(launch, guardian, output, theirs.get(), environment.data());
  theirs.close();
  // Ends when the new process has become the shell, or has told why it could not.
  LaunchFault fault;
  ssize_t size = 0;
  do size = read(report.get(), &fault, sizeof fault);
  while (size < 0 && errno == EINTR);
  if (size != sizeof fault) return child;
  waitpid(child, nullptr, 0);
  return std::unexpected(fault);
}

}  // namespace nest
