// Open files: one a connection.

#include <fmt/format.h>

#include <algorithm>

#include "runtime/doctor/examine.h"
#include "runtime/report/format.h"

namespace nest::doctor {
namespace {

// What the limit can become without anybody's help: a run raises it so far.
std::optional<std::uint64_t> reachable(const Machine& machine) {
  if (!machine.files_hard) return machine.files_soft;
  std::uint64_t most = *machine.files_hard;
  if (machine.may_raise_limits) most = std::max(most, machine.most_files_a_process.value_or(0));
  return most;
}

std::vector<std::string> process_fixes(const Machine& machine, std::uint64_t need) {
  std::vector<std::string> fixes;
  const std::uint64_t most = machine.most_files_a_process.value_or(kNoLimit);
  if (most < need) fixes.push_back(fmt::format("sysctl -w fs.nr_open={}", need));
  fixes.push_back(fmt::format("ulimit -n {}    (as root, in the shell that starts nest)", need));
  fixes.push_back(fmt::format("LimitNOFILE={}    (in the [Service] section of a systemd unit)", need));
  fixes.push_back(
      fmt::format("* - nofile {}    (a line of /etc/security/limits.conf, from the next login on)", need));
  return fixes;
}

Finding of_process(const Machine& machine, const LoadNeed& need) {
  Finding finding{.check = "open_files", .need = need.files};
  const auto most = reachable(machine);
  if (!most) {
    finding.severity = Severity::Warning;
    finding.text = fmt::format("the limit of open files is not known; {} need about {}",
                               counted_text(need.users, "user"), need.files);
    return finding;
  }
  finding.have = most;
  if (*most < need.files) {
    finding.severity = Severity::Problem;
    finding.text = fmt::format("{} need about {} open files, but this process may have {}",
                               counted_text(need.users, "user"), need.files, *most);
    finding.fixes = process_fixes(machine, need.files);
    return finding;
  }
  const std::string allowed = *most == kNoLimit ? "any number" : std::to_string(*most);
  finding.text = fmt::format("{} may be open, about {} are needed", allowed, need.files);
  if (machine.files_soft && *machine.files_soft < need.files) {
    finding.text += fmt::format("; a run raises its own limit of {}", *machine.files_soft);
  }
  return finding;
}

// A target on this machine opens as many again.
Finding of_system(const Machine& machine, const LoadNeed& need) {
  const std::uint64_t wanted = need.files + (need.is_local ? need.users : 0);
  const std::uint64_t open = machine.open_files.value_or(0);
  Finding finding{.check = "files_of_the_system"};
  finding.have = *machine.most_files > open ? *machine.most_files - open : 0;
  finding.need = wanted;
  finding.text = fmt::format("{} more files may be open on this machine, about {} are needed{}",
                             *finding.have, wanted, need.is_local ? " with those of the target" : "");
  if (*finding.have >= wanted) return finding;
  finding.severity = Severity::Problem;
  finding.fixes.push_back(fmt::format("sysctl -w fs.file-max={}", open + wanted));
  return finding;
}

}  // namespace

void examine_descriptors(const Machine& machine, const LoadNeed& need, std::vector<Finding>& findings) {
  findings.push_back(of_process(machine, need));
  if (machine.most_files) findings.push_back(of_system(machine, need));
}

}  // namespace nest::doctor
