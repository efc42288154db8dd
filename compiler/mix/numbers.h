#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "compiler/mix/estimate.h"

namespace nest::mix {

// Numbers as people read them; `~` before one that rests on an assumption.

/// "12.3 %".
[[nodiscard]] std::string share(Estimate value);
/// "0.031", "12.3", "1,234"; `none` when there is no number.
[[nodiscard]] std::string count(const std::optional<Estimate>& value, std::string_view none);
/// "80 ms", "12.3 s", "2 min 5 s", from nanoseconds.
[[nodiscard]] std::string time(const std::optional<Estimate>& nanoseconds, std::string_view none);
/// As `count`, without a mark.
[[nodiscard]] std::string plain(double value);

}  // namespace nest::mix
