#include "runtime/report/text_lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "runtime/report/format.h"

namespace nest {
namespace {

/// Distinct messages of one place, and causes of one row, that the report shows.
constexpr std::size_t kShownTexts = 10;

using Counted = std::vector<std::pair<std::string, std::uint64_t>>;

// The most frequent first.
Counted by_frequency(const TextCounts& counts) {
  const TextCounts::Map seen = counts.seen();
  Counted sorted(seen.begin(), seen.end());
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  return sorted;
}

}  // namespace

std::string count_and_share(std::uint64_t part, std::uint64_t whole) {
  return part == 0 ? "0" : fmt::format("{} ({})", part, share_text(part, whole));
}

std::string counted_lines(const TextCounts& counts) {
  const Counted sorted = by_frequency(counts);
  std::string text;
  for (std::size_t i = 0; i < std::min(sorted.size(), kShownTexts); ++i) {
    text += fmt::format("  {:>8} x {}\n", sorted[i].second, shown(sorted[i].first));
  }
  if (sorted.size() > kShownTexts) text += fmt::format("  and {} more\n", sorted.size() - kShownTexts);
  return text;
}

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace nest
