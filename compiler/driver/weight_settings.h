#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "compiler/hir/program.h"

namespace nest {

/// The declared weights, changed by settings like `Shopper=3` or `shop/shopper.Shopper=3`: a full name, or
/// a short one that only one taskset has. One weight a taskset. The error says which setting is wrong, and
/// how.
[[nodiscard]] std::expected<std::vector<std::uint32_t>, std::string> weights_with(
    const hir::Program& program, const std::vector<std::string>& settings);

}  // namespace nest
