#pragma once

#include <vector>

#include "compiler/config/settings.h"
#include "runtime/services/service_spec.h"

namespace nest {

/// [services.NAME] of nest.toml as the supervisor takes them.
[[nodiscard]] std::vector<ServiceSpec> configured_services(const config::Settings& settings);

}  // namespace nest
