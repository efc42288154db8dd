#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/config/settings.h"
#include "compiler/source/source_set.h"
#include "runtime/cli/options.h"
#include "runtime/cli/run_values.h"

namespace nest {

/// The settings of a command, of whatever source, and where they were looked for.
struct RunSettings {
  config::Settings settings;
  SourceSet sources;        ///< nest.toml, for findings about it
  std::string path;         ///< of nest.toml, as people name it
  bool has_config = false;  ///< it exists
};

/// Reads nest.toml and the NEST_* variables, and settles with the flags of `target` what counts. What is
/// wrong with any of them goes to standard error, and then there are no settings.
[[nodiscard]] std::optional<RunSettings> read_settings(const TargetOptions& target);

/// Puts the settings into the options of a command: afterwards these are what counts.
void apply(const config::Settings& settings, TargetOptions& target);
void apply(const config::Settings& settings, RunArguments& arguments);

/// Whether a taskset's file declares a `param` that is called this, wholly or by the end of its name.
[[nodiscard]] bool is_declared(const RunValues& values, std::string_view name);

/// Sets the `param`s that nest.toml, the environment and --set name, in this order. A name of nest.toml or
/// the environment that no taskset declares is a warning on standard error (they may be of files that do not
/// take part); everything else that is wrong an error with its place.
[[nodiscard]] RunValues::Outcome set_all_params(RunValues& values, const config::Settings& settings,
                                                const std::vector<std::string>& assignments);

}  // namespace nest
