#pragma once

#include <span>
#include <string_view>

namespace nest::config {

/// What other load testers call a setting of nest: keys of nest.toml ("run_time" for "duration"), nothing
/// when no such name is known. Case, "-" and "_" make no difference.
[[nodiscard]] std::span<const std::string_view> known_elsewhere(std::string_view name);

}  // namespace nest::config
