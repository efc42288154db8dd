#include "compiler/diagnostics/suggestion.h"

#include <algorithm>
#include <string>
#include <vector>

namespace nest {
namespace {

/// Longer names are not compared: the table is quadratic, and nobody mistypes a name of that size by a
/// letter.
constexpr std::size_t kLongestName = 256;

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  const std::size_t too_far = limit + 1;
  const std::size_t difference = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (difference > limit) return too_far;

  // Three rows of the table are enough: a swap looks two rows back.
  std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substitution = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, substitution});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    if (*std::ranges::min_element(row) > limit && *std::ranges::min_element(above) > limit) return too_far;
    std::swap(before, above);
    std::swap(above, row);
  }
  return std::min(above[b.size()], too_far);
}

std::optional<std::string_view> nearest_name(std::string_view written,
                                             std::span<const std::string_view> candidates) {
  if (written.empty() || written.size() > kLongestName) return std::nullopt;
  const std::string wanted = lower_case(written);
  std::optional<std::string_view> nearest;
  std::size_t nearest_distance = 0;
  for (const std::string_view candidate : candidates) {
    if (candidate.empty() || candidate.size() > kLongestName || candidate == written) continue;
    const std::size_t limit = std::max(written.size(), candidate.size()) / 3;
    const std::size_t distance = edit_distance(wanted, lower_case(candidate), limit);
    if (distance > limit || (nearest && distance >= nearest_distance)) continue;
    nearest = candidate;
    nearest_distance = distance;
  }
  return nearest;
}

}  // namespace nest
