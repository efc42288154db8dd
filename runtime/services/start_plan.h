#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <vector>

#include "runtime/services/service_spec.h"

namespace nest {

/// Who waits for whom, as indexes of services. No cycles.
struct StartPlan {
  std::vector<std::vector<std::size_t>> after;   ///< directly, by service
  std::vector<std::vector<std::size_t>> before;  ///< the other way round: who waits for this one
  std::vector<std::vector<std::size_t>>
      known;  ///< whose addresses it may use: `after`, and the `after` of those
};

/// Checks everything about `specs` that can be checked before a process is started: names, `after`,
/// placeholders, times, texts. The error is a message that names the place.
[[nodiscard]] std::expected<StartPlan, std::string> plan_start(const std::vector<ServiceSpec>& specs);

/// "service `db` (nest.toml:12)": how messages begin.
[[nodiscard]] std::string service_title(const ServiceSpec& spec);

}  // namespace nest
