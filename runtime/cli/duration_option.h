#pragma once

#include <optional>
#include <string_view>

#include "runtime/time/clock.h"

namespace nest {

/// A span of time as people type it: "10s", "500ms", "1.5s", "1h30m"; a bare number is seconds, as in Locust.
/// Units are h, m, s, ms, us, from large to small, each at most once. Nothing when it is none, or longer than
/// a year.
[[nodiscard]] std::optional<Nanoseconds> parse_duration(std::string_view text);

}  // namespace nest
