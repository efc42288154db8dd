// Queues and tables of the network.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "runtime/doctor/examine.h"

namespace nest::doctor {
namespace {

void examine_queue(std::string_view check, std::string_view setting, std::optional<std::uint64_t> have,
                   std::uint64_t need, std::vector<Finding>& findings) {
  if (!have) return;
  Finding finding{.check = std::string(check), .have = have, .need = need};
  finding.text = fmt::format("{} of the target's connections may wait ({}), up to {} begin within a second",
                             *have, setting, need);
  if (*have < need) {
    finding.severity = Severity::Warning;
    finding.text +=
        ": should the target not accept them at once, some are tried again after a second or more";
    finding.fixes.push_back(fmt::format("sysctl -w {}={}", setting, need));
    finding.fixes.push_back(fmt::format("nest run --spawn-rate {}", *have));
  }
  findings.push_back(std::move(finding));
}

void examine_time_wait(const Machine& machine, const LoadNeed& need, std::vector<Finding>& findings) {
  if (!machine.reuses_time_wait || !machine.ports) return;
  constexpr std::uint64_t kSeconds = 60;
  const bool reuses = *machine.reuses_time_wait == 1 || (*machine.reuses_time_wait == 2 && need.is_local);
  Finding finding{.check = "time_wait", .have = machine.reuses_time_wait};
  if (reuses) {
    finding.text = "ports of closed connections are used again after a second (net.ipv4.tcp_tw_reuse)";
  } else {
    finding.text = fmt::format(
        "the port of a connection that nest closes is not used again for a minute: about {} new connections "
        "a second "
        "in the long run (users that keep theirs do not need that)",
        machine.ports->count() * std::max<std::uint64_t>(need.sources, 1) / kSeconds);
    if (*machine.reuses_time_wait == 0) {
      finding.severity = Severity::Warning;
      finding.fixes.emplace_back("sysctl -w net.ipv4.tcp_tw_reuse=1");
    }
  }
  findings.push_back(std::move(finding));
}

// One entry a connection. Where none is used, nothing here is tracked.
void examine_tracking(const Machine& machine, const LoadNeed& need, std::vector<Finding>& findings) {
  if (!machine.tracked_most) return;
  const std::uint64_t used = machine.tracked.value_or(0);
  Finding finding{.check = "connection_tracking", .need = need.users};
  finding.have = *machine.tracked_most > used ? *machine.tracked_most - used : 0;
  finding.text =
      fmt::format("{} of {} entries of the firewall's table are free, one a connection is needed, so {}",
                  *finding.have, *machine.tracked_most, need.users);
  if (*finding.have < need.users) {
    finding.severity = used > 0 ? Severity::Problem : Severity::Warning;
    if (used == 0) finding.text += ", should connections be tracked here (none is now)";
    finding.fixes.push_back(
        fmt::format("sysctl -w net.netfilter.nf_conntrack_max={}", used + need.users + need.users / 4));
  }
  findings.push_back(std::move(finding));
}

}  // namespace

void examine_network(const Machine& machine, const LoadNeed& need, std::vector<Finding>& findings) {
  if (need.is_local) {
    const auto burst = static_cast<std::uint64_t>(
        std::ceil(std::min(static_cast<double>(need.users), std::max(need.spawn_rate, 0.0))));
    examine_queue("accept_queue", "net.core.somaxconn", machine.accept_queue, burst, findings);
    examine_queue("syn_queue", "net.ipv4.tcp_max_syn_backlog", machine.syn_queue, burst, findings);
  }
  examine_time_wait(machine, need, findings);
  examine_tracking(machine, need, findings);
}

}  // namespace nest::doctor
