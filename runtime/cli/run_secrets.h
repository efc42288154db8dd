#pragma once

#include "runtime/cli/compile_scenarios.h"
#include "runtime/cli/options.h"
#include "runtime/cli/run_settings.h"

namespace nest {

/// Remembers the secrets that a command was given, so that nothing that is shown or stored from here on holds
/// them (runtime/secrets/): those of the environment, of nest.toml and the flags, of URLs and services'
/// commands.
void remember_secrets(const TargetOptions& target, const RunSettings& settings);
/// Those that are written out in the sources.
void remember_secrets(const Scenarios& scenarios);

}  // namespace nest
