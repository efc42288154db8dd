#pragma once

#include <expected>
#include <string>
#include <vector>

#include "runtime/abi/nest_program.h"
#include "runtime/cli/run_values.h"
#include "runtime/cli/services_of.h"
#include "runtime/services/service_spec.h"

namespace nest {

/// For --no-services: where the services are that somebody else has started, from NEST_NAME_URL in nest's
/// environment (name in capitals). Those whose address the program does not ask for need none. The error is a
/// message.
[[nodiscard]] std::expected<std::vector<ServiceAddress>, std::string> running_services(
    const nest_program& program, const DeclaredServices& services);

/// Puts addresses, one for each of `services.specs`, into the program's run values.
void set_addresses(const nest_program& program, const DeclaredServices& services,
                   const std::vector<ServiceAddress>& addresses, RunValues& values);

}  // namespace nest
