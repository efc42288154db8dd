#pragma once

#include <expected>
#include <string>

#include "runtime/cli/compile_scenarios.h"

namespace nest {

/// The scenario that nest is calibrated with, compiled as any other: users that ask once and are then paced,
/// by its param `apart`. The error is for people; findings go to standard error.
[[nodiscard]] std::expected<Scenarios, std::string> calibration_scenario();

}  // namespace nest
