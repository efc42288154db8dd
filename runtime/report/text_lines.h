#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "runtime/metrics/text_counts.h"

namespace nest {

/// "3 (12 %)"; "0" when there is none.
[[nodiscard]] std::string count_and_share(std::uint64_t part, std::uint64_t whole);
/// "  12 x text", a line each, the most frequent first, and how many were left out.
[[nodiscard]] std::string counted_lines(const TextCounts& counts);
/// A field of a CSV file, quoted when it has to be (RFC 4180).
[[nodiscard]] std::string csv_field(std::string_view text);

}  // namespace nest
