#pragma once

#include <string>
#include <vector>

#include "runtime/doctor/finding.h"
#include "runtime/doctor/load_need.h"

namespace nest::doctor {

/// What `nest doctor` shows to people: a line for each finding, what changes it below it, and a last line
/// that says whether the users can be carried. Texts from the system are safe to show.
[[nodiscard]] std::string findings_text(const std::vector<Finding>& findings, const LoadNeed& need);
/// The same for programs, one object (docs/doctor.md).
[[nodiscard]] std::string findings_json(const std::vector<Finding>& findings, const LoadNeed& need);
/// Why a run is not begun: its problems with what changes them, for the line after "nest: ". Empty when there
/// is none.
[[nodiscard]] std::string problems_text(const std::vector<Finding>& findings);

}  // namespace nest::doctor
