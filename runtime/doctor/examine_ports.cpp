// Local ports: one a connection, for each pair of a local address and an address and port of the target.

#include <fmt/format.h>

#include <algorithm>

#include "runtime/doctor/examine.h"

namespace nest::doctor {
namespace {

// What a range of 1024 to 65535 has.
constexpr std::uint64_t kMostPorts = 65535 - 1024 + 1;
// From this share on it is worth a word.
constexpr double kNearlyAll = 0.9;

std::uint64_t divided_up(std::uint64_t number, std::uint64_t by) { return (number + by - 1) / by; }

// 10^7 users and 65,536 addresses at most stay far within 64 bits.
std::uint64_t ports_of(std::uint64_t a_pair, const LoadNeed& need) {
  return a_pair * std::max<std::uint64_t>(need.sources, 1) * std::max<std::uint64_t>(need.targets, 1);
}

std::string addresses_fix(const LoadNeed& need, std::uint64_t count) {
  if (need.is_local && count < 255) {
    return fmt::format(
        "nest run --source-address 127.0.0.2-127.0.0.{}    (any of 127.0.0.0/8 will do on loopback)",
        count + 1);
  }
  return fmt::format(
      "ip address add ADDRESS/PREFIX dev DEVICE    (until there are {}), then nest run --source-address "
      "FIRST-LAST",
      count);
}

void propose(const Machine::Ports& ports, const LoadNeed& need, Finding& finding) {
  const bool can_grow = ports.count() + ports.reserved < kMostPorts;
  if (can_grow)
    finding.fixes.emplace_back("sysctl -w net.ipv4.ip_local_port_range=\"1024 65535\"");
  else if (ports.reserved > 0)
    finding.fixes.emplace_back("sysctl -w net.ipv4.ip_local_reserved_ports=\"\"");
  const std::uint64_t a_source = ports_of(can_grow ? kMostPorts : ports.count(), {.targets = need.targets});
  const std::uint64_t sources = a_source == 0 ? 0 : divided_up(need.users, a_source);
  // Wider ranges alone are enough when one address then does.
  if (sources > std::max<std::uint64_t>(need.sources, 1))
    finding.fixes.push_back(addresses_fix(need, sources));
}

std::string place_of(const LoadNeed& need) {
  std::string text =
      need.sources > 1 ? fmt::format("from {} local addresses", need.sources) : "from one local address";
  return text + (need.targets > 1 ? fmt::format(" to {} addresses of the target", need.targets)
                                  : " to one address of the target");
}

}  // namespace

void examine_ports(const Machine& machine, const LoadNeed& need, std::vector<Finding>& findings) {
  Finding finding{.check = "local_ports", .need = need.users};
  if (!machine.ports) {
    finding.severity = Severity::Warning;
    finding.text = "the range of local ports is not known (net.ipv4.ip_local_port_range)";
    findings.push_back(std::move(finding));
    return;
  }
  const std::uint64_t most = ports_of(machine.ports->count(), need);
  finding.have = most;
  finding.text = fmt::format("{} connections {}, {} are needed", most, place_of(need), need.users);
  if (machine.ports->reserved > 0)
    finding.text += fmt::format("; {} ports of the range are reserved", machine.ports->reserved);
  const double used =
      static_cast<double>(need.users + machine.time_wait.value_or(0)) / static_cast<double>(most);
  if (most < need.users) {
    // Users of several targets have the ports of each.
    finding.severity = need.knows_target ? Severity::Problem : Severity::Warning;
    if (!need.knows_target) finding.text += ", if all go to one target";
    propose(*machine.ports, need, finding);
  } else if (used > kNearlyAll) {
    finding.severity = Severity::Warning;
    finding.text += fmt::format(
        "; {} wait for their end (TIME-WAIT): connections that are closed and opened again may find none",
        machine.time_wait.value_or(0));
    propose(*machine.ports, need, finding);
  }
  const bool takes_port_at_once = machine.version && *machine.version < std::pair(4, 2);
  if (need.sources > 0 && takes_port_at_once) {
    finding.severity = std::max(finding.severity, Severity::Warning);
    finding.text +=
        "; this kernel has no IP_BIND_ADDRESS_NO_PORT (4.2), so a local address is good for one range of "
        "ports, whatever the number of targets";
  }
  findings.push_back(std::move(finding));
}

}  // namespace nest::doctor
