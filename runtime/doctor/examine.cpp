#include "runtime/doctor/examine.h"

namespace nest::doctor {

std::vector<Finding> examine(const Machine& machine, const LoadNeed& need) {
  std::vector<Finding> findings;
  examine_descriptors(machine, need, findings);
  examine_ports(machine, need, findings);
  examine_memory(machine, need, findings);
  examine_processors(machine, need, findings);
  examine_network(machine, need, findings);
  examine_time(machine, findings);
  examine_kernel(machine, findings);
  return findings;
}

}  // namespace nest::doctor
