// The kernel, and whether it lets this process use io_uring.

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

#include "runtime/doctor/examine.h"
#include "runtime/report/format.h"

namespace nest::doctor {
namespace {

Finding of_release(const Machine& machine) {
  Finding finding{.check = "kernel"};
  if (machine.release.empty()) {
    finding.severity = Severity::Warning;
    finding.text = "the kernel's version is not known";
    return finding;
  }
  finding.text = "Linux " + one_line(machine.release);
  if (machine.version && *machine.version < std::pair(4, 2)) {
    finding.severity = Severity::Warning;
    finding.text += ": older than 4.2, which many connections from several addresses need";
  }
  return finding;
}

// Only named: nothing that nest does needs it.
Finding of_io_uring(const Machine& machine) {
  Finding finding{.check = "io_uring"};
  if (machine.io_uring_error == 0) {
    finding.text = "allowed to this process";
    return finding;
  }
  const std::uint64_t disabled = machine.io_uring_disabled.value_or(0);
  if (machine.io_uring_error) {
    finding.text = fmt::format("refused to this process ({})", std::strerror(*machine.io_uring_error));
  } else {
    finding.text = disabled == 0 ? "not tried" : "forbidden";
  }
  if (disabled > 0) {
    finding.text += fmt::format(", kernel.io_uring_disabled is {}", disabled);
    finding.fixes.emplace_back("sysctl -w kernel.io_uring_disabled=0");
  } else if (machine.io_uring_error == EPERM) {
    finding.text += ": a filter of system calls, as containers have it";
    finding.fixes.emplace_back(
        "docker run --security-opt seccomp=PROFILE    (one that allows io_uring_setup)");
  }
  finding.text += "; a run does without, on epoll";
  return finding;
}

}  // namespace

void examine_kernel(const Machine& machine, std::vector<Finding>& findings) {
  findings.push_back(of_release(machine));
  findings.push_back(of_io_uring(machine));
}

}  // namespace nest::doctor
