#pragma once

#include <array>
#include <cstddef>
#include <cstring>

#include "runtime/http/response_head.h"

namespace nest::http {

/// Heads of answers that came lately, with what a parser made of them. A service says the same lines again
/// and again, and but for a Date once a second they are the same bytes: then comparing them is all that is to
/// be done, for a tenth of the instructions. A head that has something of its own each time, such as a
/// request's id, is parsed as ever. Belongs to a worker's lane, and its thread.
class RecentHeads {
 public:
  /// Longer heads are not kept.
  static constexpr std::size_t kLongest = 512;

  /// The parser of a head with which the `size` bytes begin, complete; null when none is known.
  [[nodiscard]] const HeadParser* find(const char* bytes, std::size_t size) const {
    const Entry& entry = entries_[size % kEntries];
    const bool same =
        entry.size != 0 && entry.size <= size && std::memcmp(entry.bytes.data(), bytes, entry.size) == 0;
    return same ? &entry.parser : nullptr;
  }

  /// Keeps what `parser` has found, being complete, in the same `size` bytes. In the place of another:
  /// answers of a kind are often as long as each other, and so the length of what came says where.
  void keep(const char* bytes, std::size_t size, const HeadParser& parser) {
    if (parser.size() > kLongest) return;
    Entry& entry = entries_[size % kEntries];
    entry.size = parser.size();
    std::memcpy(entry.bytes.data(), bytes, entry.size);
    entry.parser = parser;
  }

 private:
  static constexpr std::size_t kEntries = 16;
  struct Entry {
    std::size_t size = 0;  // none: 0
    HeadParser parser;
    std::array<char, kLongest> bytes;
  };
  std::array<Entry, kEntries> entries_;
};

}  // namespace nest::http
