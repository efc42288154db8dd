#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "runtime/abi/nest_program.h"
#include "runtime/services/service_spec.h"

namespace nest {

/// The services of a run, of wherever they were declared.
struct DeclaredServices {
  std::vector<ServiceSpec> specs;
  /// Their commands as people may see them: what comes from the environment stands there by its name only.
  std::vector<std::string> shown_commands;
  /// By nest_program.services: which of `specs` it is.
  std::vector<std::size_t> of_program;
};

/// The services that the program declares, with the run values put into their texts (which were set before),
/// and those of the configuration: one with the name of a program's takes its place.
[[nodiscard]] DeclaredServices services_of(const nest_program& program, std::vector<ServiceSpec> configured);

/// A line for each service, for the question before a run: what is started, after which others.
[[nodiscard]] std::string services_text(const DeclaredServices& services);

}  // namespace nest
