#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace nest::config {

/// A span of time as people type it on the command line and in nest.toml: "10s", "500ms", "1.5s", "1h30m"; a
/// bare number is seconds. Units are h, m, s, ms, us, from large to small, each at most once. Nothing when it
/// is none, or longer than a year.
[[nodiscard]] std::optional<std::chrono::nanoseconds> parse_time(std::string_view text);

/// The same back: "1h30m", "1.5s", "500ms", "0s".
[[nodiscard]] std::string time_text(std::chrono::nanoseconds time);

}  // namespace nest::config
