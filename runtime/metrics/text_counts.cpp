#include "runtime/metrics/text_counts.h"

namespace nest {

namespace {

// At most kLongestText bytes, cut between characters: a byte 10xxxxxx goes on with the character before it.
std::string shortened(std::string_view text) {
  constexpr std::string_view kEllipsis = "…";
  if (text.size() <= TextCounts::kLongestText) return std::string(text);
  std::size_t size = TextCounts::kLongestText - kEllipsis.size();
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xc0U) == 0x80U) --size;
  return std::string(text.substr(0, size)).append(kEllipsis);
}

}  // namespace

void TextCounts::add(std::string_view text, std::uint64_t count) {
  if (count == 0) return;
  auto found = text.size() <= kLongestText ? counts_.find(text) : counts_.find(shortened(text));
  if (found == counts_.end()) {
    const std::size_t others = counts_.contains(kOther) ? 1 : 0;
    const bool fits = counts_.size() - others < kDistinct;
    found = counts_.try_emplace(fits ? shortened(text) : std::string(kOther), 0).first;
  }
  found->second += count;
}

void TextCounts::merge(const TextCounts& other) {
  for (const auto& [text, count] : other.counts_) add(text, count);
}

void TextCounts::clear() {
  for (auto& [text, count] : counts_) count = 0;
}

std::uint64_t TextCounts::total() const {
  std::uint64_t sum = 0;
  for (const auto& [text, count] : counts_) sum += count;
  return sum;
}

TextCounts::Map TextCounts::seen() const {
  Map result;
  for (const auto& [text, count] : counts_) {
    if (count > 0) result.emplace(text, count);
  }
  return result;
}

}  // namespace nest
