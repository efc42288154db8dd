// Memory: of the users, of their connections, and what may be had.

#include <fmt/format.h>

#include "runtime/doctor/examine.h"
#include "runtime/report/format.h"

namespace nest::doctor {
namespace {

void judge(const LoadNeed& need, std::uint64_t have, std::string_view where, Finding& finding) {
  const std::uint64_t waiting = need.users * need.user_bytes;
  const std::uint64_t busy = waiting + need.users * need.busy_bytes;
  finding.have = have;
  finding.need = busy;
  finding.text = fmt::format(
      "{} {}, {} are needed by {} with {} each ({}a connection included), {} when all are in a task at once",
      bytes_text(have), where, bytes_text(waiting), counted_text(need.users, "waiting user"),
      bytes_text(need.user_bytes), need.is_tls ? "TLS and " : "", bytes_text(busy));
  if (have >= busy) return;
  finding.severity = have < waiting ? Severity::Problem : Severity::Warning;
}

void examine_machine(const Machine& machine, const LoadNeed& need, std::vector<Finding>& findings) {
  Finding finding{.check = "memory"};
  if (!machine.memory_available) {
    finding.severity = Severity::Warning;
    finding.text = "the memory that is available is not known (MemAvailable of /proc/meminfo)";
  } else {
    judge(need, *machine.memory_available, "are available", finding);
    if (finding.severity != Severity::Ok)
      finding.fixes.emplace_back("fewer users on this machine, or more memory: no setting makes up for it");
  }
  findings.push_back(std::move(finding));
}

void examine_group(const Machine& machine, const LoadNeed& need, std::vector<Finding>& findings) {
  if (!machine.group.memory_left) return;
  Finding finding{.check = "memory_of_the_control_group"};
  judge(need, *machine.group.memory_left, "are left to this control group", finding);
  if (finding.severity != Severity::Ok) {
    const std::uint64_t more = *finding.need - *finding.have;
    finding.fixes.push_back(fmt::format(
        "systemctl set-property UNIT MemoryMax=…    ({} more than now; of a container: docker run --memory, "
        "resources.limits.memory of Kubernetes)",
        bytes_text(more)));
  }
  findings.push_back(std::move(finding));
}

void examine_address_space(const Machine& machine, const LoadNeed& need, std::vector<Finding>& findings) {
  if (!machine.address_space || *machine.address_space == kNoLimit) return;
  Finding finding{.check = "address_space"};
  judge(need, *machine.address_space, "of address space are allowed to this process (ulimit -v)", finding);
  // The compiler and the threads' stacks take their part, and they are large.
  if (finding.severity == Severity::Ok) finding.severity = Severity::Warning;
  finding.fixes.emplace_back("ulimit -v unlimited");
  findings.push_back(std::move(finding));
}

}  // namespace

void examine_memory(const Machine& machine, const LoadNeed& need, std::vector<Finding>& findings) {
  examine_machine(machine, need, findings);
  examine_group(machine, need, findings);
  examine_address_space(machine, need, findings);
}

}  // namespace nest::doctor
