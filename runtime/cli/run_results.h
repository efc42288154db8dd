#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <vector>

#include "runtime/cli/compile_scenarios.h"
#include "runtime/cli/options.h"
#include "runtime/cli/run_settings.h"
#include "runtime/cli/run_values.h"
#include "runtime/cli/services_of.h"
#include "runtime/results/results_folder.h"
#include "runtime/run/run.h"

namespace nest {

/// The folder that a run leaves its results in, made and with all that is known before the run; null when
/// none is wanted. The error is a message for the command line.
[[nodiscard]] std::expected<std::unique_ptr<ResultsFolder>, std::string> open_results(
    const RunArguments& arguments, const Scenarios& scenarios, const RunOptions& options,
    const RunSettings& settings, const RunValues& values);

/// Takes the services' logs into the folder, which may be null, gives it its final name, and says on standard
/// error where it is.
void conclude_results(ResultsFolder* folder, const DeclaredServices& services);

}  // namespace nest
