// The kernel, and whether it lets this process use io_uring.

#include <fmt/format.h>

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

// A run that asks for it ends with the refusal; others do without.
Finding of_io_uring(const Machine& machine) {
  Finding finding{.check = "io_uring"};
  const bool is_off = machine.io_uring_disabled.value_or(0) > 0;
  if (!machine.io_uring_refusal) {
    finding.text =
        is_off ? fmt::format("kernel.io_uring_disabled is {}", *machine.io_uring_disabled) : "not tried";
  } else if (machine.io_uring_refusal->empty()) {
    finding.text = "can be had: nest run --engine io_uring";
    return finding;
  } else {
    finding.text = fmt::format("{}; runs have epoll", one_line(*machine.io_uring_refusal));
  }
  if (is_off) finding.fixes.emplace_back("sysctl -w kernel.io_uring_disabled=0");
  return finding;
}

}  // namespace

void examine_kernel(const Machine& machine, std::vector<Finding>& findings) {
  findings.push_back(of_release(machine));
  findings.push_back(of_io_uring(machine));
}

}  // namespace nest::doctor
