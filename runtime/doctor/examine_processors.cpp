// CPUs, what they can send, and what takes part of them away.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "runtime/doctor/examine.h"
#include "runtime/report/format.h"

namespace nest::doctor {
namespace {

// A request to another process, on another CPU, costs more than an exchange with oneself: bench/floor
// took 2.6 times its CPU time where both were measured (docs/doctor.md), and nest takes at most 1.25 times
// the floor's.
constexpr double kRealRequest = 3.2;
constexpr double kMuchStolen = 0.01;

double usable(const Machine& machine) {
  const auto allowed = static_cast<double>(machine.cpus.size());
  return machine.group.cpus ? std::min(allowed, *machine.group.cpus) : allowed;
}

void add_rate(const Machine& machine, const LoadNeed& need, double cpus, Finding& finding) {
  if (!machine.exchange_cost || *machine.exchange_cost <= 0) return;
  const double cost = static_cast<double>(*machine.exchange_cost) * kRealRequest;
  const double workers = std::min(cpus, static_cast<double>(need.threads));
  const double rate = workers * static_cast<double>(kSecond) / cost;
  finding.text += fmt::format(
      "; about {:.0f} small requests a second at most, so a user may make one every {} (an estimate: {} "
      "times the {} "
      "of CPU time that an exchange over loopback took its client just now)",
      rate,
      duration_text(std::llround(static_cast<double>(need.users) / rate * static_cast<double>(kSecond))),
      kRealRequest, duration_text(*machine.exchange_cost));
  if (need.is_local) finding.text += "; the target takes its part of the same CPUs";
}

Finding of_cpus(const Machine& machine, const LoadNeed& need) {
  Finding finding{.check = "cpus", .need = need.threads};
  if (machine.cpus.empty()) {
    finding.severity = Severity::Warning;
    finding.text =
        "the CPUs that this process may use are not known (Cpus_allowed_list of /proc/self/status)";
    return finding;
  }
  const double cpus = usable(machine);
  finding.have = machine.cpus.size();
  finding.text = fmt::format("{} for {}", counted_text(machine.cpus.size(), "CPU"),
                             counted_text(need.threads, "worker thread"));
  if (machine.group.cpus) {
    finding.text += fmt::format(", of which the control group allows {:.2g}", *machine.group.cpus);
    if (machine.group.throttled_periods)
      finding.text += fmt::format(" (it has been held up in {} periods)", *machine.group.throttled_periods);
  }
  add_rate(machine, need, cpus, finding);
  if (static_cast<double>(need.threads) <= cpus) return finding;
  finding.severity = Severity::Warning;
  finding.text +=
      "; more workers than CPUs take each other's time, and a group over its share is held up for "
      "tens of milliseconds";
  finding.fixes.push_back(fmt::format("nest run --threads {}", std::max(1, static_cast<int>(cpus))));
  if (machine.group.cpus)
    finding.fixes.emplace_back("systemctl set-property UNIT CPUQuota=    (of a container: --cpus)");
  return finding;
}

Finding of_tasks(const Machine& machine, const LoadNeed& need) {
  // Resolver threads of libcurl, and what else starts one.
  constexpr std::uint64_t kOwn = 16;
  const std::uint64_t group = machine.group.tasks_left.value_or(kNoLimit);
  const std::uint64_t user = machine.processes.value_or(kNoLimit);
  Finding finding{.check = "threads", .need = need.threads + kOwn};
  finding.have = std::min(group, user);
  if (*finding.have == kNoLimit) {
    finding.have.reset();
    finding.text = "no limit of threads";
    return finding;
  }
  finding.text =
      fmt::format("{} processes and threads are allowed, {} are needed", *finding.have, *finding.need);
  if (*finding.have >= *finding.need) return finding;
  finding.severity = Severity::Problem;
  if (user < *finding.need) finding.fixes.push_back(fmt::format("ulimit -u {}", *finding.need));
  if (group < *finding.need)
    finding.fixes.push_back(
        fmt::format("systemctl set-property UNIT TasksMax=…    ({} more; of a container: --pids-limit)",
                    *finding.need - group));
  return finding;
}

void examine_governors(const Machine& machine, std::vector<Finding>& findings) {
  if (machine.governors.empty()) return;  // the machine does not let us choose
  Finding finding{.check = "cpu_frequency"};
  finding.text =
      fmt::format("the governor is {}", one_line(fmt::format("{}", fmt::join(machine.governors, ", "))));
  if (machine.governors != std::vector<std::string>{"performance"}) {
    finding.severity = Severity::Warning;
    finding.text += ": CPUs that slow down between requests make answers seem later than they came";
    finding.fixes.emplace_back("cpupower frequency-set -g performance");
  }
  findings.push_back(std::move(finding));
}

void examine_host(const Machine& machine, std::vector<Finding>& findings) {
  if (!machine.stolen) return;
  Finding finding{.check = "stolen_time"};
  const double percent = *machine.stolen * 100;
  finding.text = fmt::format("{:.2g} % of the CPU time since the start went to other machines", percent);
  if (machine.is_virtual) finding.text += "; this is a virtual machine, whose host can hold it up unseen";
  if (*machine.stolen > kMuchStolen) {
    finding.severity = Severity::Warning;
    finding.fixes.emplace_back("a machine with CPUs of its own: no setting in here makes up for it");
  }
  findings.push_back(std::move(finding));
}

}  // namespace

void examine_processors(const Machine& machine, const LoadNeed& need, std::vector<Finding>& findings) {
  findings.push_back(of_cpus(machine, need));
  findings.push_back(of_tasks(machine, need));
  examine_governors(machine, findings);
  examine_host(machine, findings);
}

}  // namespace nest::doctor
