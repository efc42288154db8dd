#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <vector>

#include "runtime/abi/nest_program.h"
#include "runtime/services/service_spec.h"

namespace nest {

/// The services of a run, of wherever they were declared.
struct DeclaredServices {
  std::vector<ServiceSpec> specs;
  /// By nest_program.services: which of `specs` it is.
  std::vector<std::size_t> of_program;
};

/// The services that the program declares, with the run values put into their texts (which were set before),
/// and those of the configuration: one with the name of a program's takes its place. Two of the program with
/// one name, from different files, are told apart by their full names, in which letters, digits and `_` are
/// kept.
[[nodiscard]] DeclaredServices services_of(const nest_program& program, std::vector<ServiceSpec> configured);

/// A line for each service, for the question before a run: what is started, after which others.
[[nodiscard]] std::string services_text(const DeclaredServices& services);

}  // namespace nest
