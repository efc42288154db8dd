#pragma once

#include <expected>
#include <string>

#include "runtime/cli/compile_scenarios.h"

namespace nest {

/// The scenario that nest is calibrated with, compiled as any other: users that ask once and are then paced,
/// by its param `apart`; and, without a weight of its own, a taskset for arrivals that ask for
/// DelayServer::kOpenPath once. The error is for people; findings go to standard error.
[[nodiscard]] std::expected<Scenarios, std::string> calibration_scenario();

}  // namespace nest
