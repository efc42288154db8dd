#include <sys/utsname.h>

#include <fstream>
#include <thread>

#include "runtime/results/run_facts.h"

namespace nest {
namespace {

// The model as Linux names it; other machines than x86 may have no such line.
std::string processor() {
  std::ifstream lines("/proc/cpuinfo");
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("model name")) continue;
    const std::size_t value = line.find_first_not_of(" \t", line.find(':') + 1);
    if (value != std::string::npos) return line.substr(value);
  }
  return "unknown";
}

}  // namespace

std::vector<std::pair<std::string, std::string>> system_facts() {
  utsname system{};
  const bool is_known = uname(&system) == 0;
  const std::string kernel =
      is_known ? std::string(system.sysname) + " " + system.release + " " + system.machine : "unknown";
  return {{"kernel", kernel},
          {"processor", processor()},
          {"cores", std::to_string(std::thread::hardware_concurrency())}};
}

}  // namespace nest
