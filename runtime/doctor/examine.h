#pragma once

#include <vector>

#include "runtime/doctor/finding.h"
#include "runtime/doctor/load_need.h"
#include "runtime/doctor/machine.h"

namespace nest::doctor {

/// Holds a machine against a load: a finding for each thing that is known to limit load generators, problems
/// or not, always in the same order. What the machine does not tell is a finding without numbers, or none.
[[nodiscard]] std::vector<Finding> examine(const Machine& machine, const LoadNeed& need);

// The families that it consists of.
void examine_descriptors(const Machine& machine, const LoadNeed& need, std::vector<Finding>& findings);
void examine_ports(const Machine& machine, const LoadNeed& need, std::vector<Finding>& findings);
void examine_network(const Machine& machine, const LoadNeed& need, std::vector<Finding>& findings);
void examine_memory(const Machine& machine, const LoadNeed& need, std::vector<Finding>& findings);
void examine_processors(const Machine& machine, const LoadNeed& need, std::vector<Finding>& findings);
void examine_time(const Machine& machine, std::vector<Finding>& findings);
void examine_kernel(const Machine& machine, std::vector<Finding>& findings);

}  // namespace nest::doctor
