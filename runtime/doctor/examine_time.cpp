// How well time can be told, and kept.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "runtime/doctor/examine.h"
#include "runtime/report/format.h"

namespace nest::doctor {
namespace {

// Read in user space: some 20 ns. The others are registers of a chip: a microsecond, one reader at a time.
constexpr std::array<std::string_view, 5> kFast = {"tsc", "kvm-clock", "hyperv_clocksource_tsc_page",
                                                   "arch_sys_counter", "timebase"};

bool is_fast(std::string_view source) { return std::ranges::find(kFast, source) != kFast.end(); }

void examine_clock(const Machine& machine, std::vector<Finding>& findings) {
  if (machine.clock_source.empty()) return;
  Finding finding{.check = "clock"};
  finding.text = fmt::format("the clock is {}", one_line(machine.clock_source));
  if (!is_fast(machine.clock_source)) {
    finding.severity = Severity::Warning;
    finding.text += ", which takes a microsecond or more to read, several times a request";
    const auto better = std::ranges::find_if(machine.clock_sources, is_fast);
    if (better != machine.clock_sources.end()) {
      finding.fixes.push_back(fmt::format(
          "echo {} > /sys/devices/system/clocksource/clocksource0/current_clocksource", one_line(*better)));
    } else {
      finding.fixes.emplace_back(
          "tsc=reliable    (on the kernel's command line, if the processor's counter is)");
    }
  }
  findings.push_back(std::move(finding));
}

void examine_slack(const Machine& machine, std::vector<Finding>& findings) {
  constexpr std::uint64_t kUsual = 50 * kMicrosecond;
  // /proc/self/timerslack_ns is 0 for threads of a real-time class, which have none.
  if (!machine.timer_slack) return;
  Finding finding{.check = "timer_slack", .have = machine.timer_slack, .need = kUsual};
  const auto slack = static_cast<Nanoseconds>(std::min(*machine.timer_slack, std::uint64_t{1} << 62));
  finding.text = fmt::format("timers may fire {} late, by the kernel's leave", duration_text(slack));
  if (*machine.timer_slack > kUsual) {
    finding.severity = Severity::Warning;
    finding.fixes.emplace_back("echo 50000 > /proc/$$/timerslack_ns    (in the shell that starts nest)");
  }
  findings.push_back(std::move(finding));
}

}  // namespace

void examine_time(const Machine& machine, std::vector<Finding>& findings) {
  examine_clock(machine, findings);
  examine_slack(machine, findings);
}

}  // namespace nest::doctor
