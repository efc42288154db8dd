#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace nest {

/// How many insertions, deletions, substitutions and swaps of neighbours turn `a` into `b` (optimal string
/// alignment distance), in bytes. Gives `limit + 1` as soon as it is sure to be more than `limit`.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

/// "did you mean": the candidate that `written` was most likely meant to be. A difference in case alone
/// always counts; else a third of the longer name may differ. Of equally near ones the first wins. The result
/// points into `candidates`.
[[nodiscard]] std::optional<std::string_view> nearest_name(std::string_view written,
                                                           std::span<const std::string_view> candidates);

}  // namespace nest
