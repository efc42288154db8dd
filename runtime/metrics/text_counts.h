#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace nest {

/// How often each text was seen. Texts come from outside (failure messages may hold a server's words), so
/// both their number and their length are bounded: what does not fit counts under kOther. Not thread-safe.
class TextCounts {
 public:
  static constexpr std::size_t kDistinct = 100;     ///< besides kOther
  static constexpr std::size_t kLongestText = 512;  ///< bytes; longer ones are cut and end in "…"
  static constexpr std::string_view kOther = "(other)";

  using Map = std::map<std::string, std::uint64_t, std::less<>>;

  /// Allocates only for a text that was never seen before, clear() or not.
  void add(std::string_view text, std::uint64_t count = 1);
  void merge(const TextCounts& other);
  /// Counts nothing any more, but keeps the texts as places to count in.
  void clear();

  [[nodiscard]] std::uint64_t total() const;
  /// What was counted, by text; none with a count of 0.
  [[nodiscard]] Map seen() const;

 private:
  Map counts_;
};

}  // namespace nest
