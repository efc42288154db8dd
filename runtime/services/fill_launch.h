#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "runtime/services/launch.h"
#include "runtime/services/service_spec.h"
#include "runtime/services/start_plan.h"

namespace nest {

/// "http://127.0.0.1:PORT"
[[nodiscard]] std::string service_url(std::uint16_t port);

/// A service's texts with the placeholders filled in.
struct FilledLaunch {
  Launch launch;
  std::string ready;  ///< its ReadyWhen::text
};

/// `addresses`: one for each of `specs`; those that the service may use are final. Its environment gets
/// NEST_NAME_URL and NEST_NAME_PORT, name in capitals, for itself and each service that it knows. `specs`
/// have passed plan_start().
[[nodiscard]] FilledLaunch fill_launch(const std::vector<ServiceSpec>& specs, const StartPlan& plan,
                                       const std::vector<ServiceAddress>& addresses, std::size_t index);

}  // namespace nest
