#pragma once

#include <string>
#include <utility>
#include <vector>

#include "compiler/config/settings.h"
#include "compiler/diagnostics/emitter.h"

namespace nest::config {

/// Variables as (name, value).
using Environment = std::vector<std::pair<std::string, std::string>>;

/// Those of this process whose name begins with NEST_.
[[nodiscard]] Environment nest_variables();

/// What the NEST_* variables say: NEST_USERS and the like for settings, NEST_PARAM_stock for params. An empty
/// one says nothing. A value that its setting does not take is an error that names the variable; a name that
/// is no setting's a warning (NEST_NAME_URL and NEST_NAME_PORT, which tell where services are, are left
/// alone).
[[nodiscard]] Layer read_environment(const Environment& variables, Emitter& emitter);

}  // namespace nest::config
