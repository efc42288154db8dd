#pragma once

#include <cstdint>
#include <limits>
#include <vector>

namespace nest::sema {

/// Some of the whole numbers of 64 bits, as intervals: what a condition lets a value be.
class ValueSet {
 public:
  static constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
  static constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

  /// first..last, both included; nothing when first > last.
  ValueSet(std::int64_t first, std::int64_t last);

  [[nodiscard]] bool empty() const { return intervals_.empty(); }
  [[nodiscard]] ValueSet intersected(const ValueSet& other) const;
  [[nodiscard]] ValueSet united(const ValueSet& other) const;
  /// All others.
  [[nodiscard]] ValueSet complement() const;

 private:
  struct Interval {
    std::int64_t first;
    std::int64_t last;
  };
  ValueSet() = default;

  std::vector<Interval> intervals_;  // ascending, with a gap between each two
};

}  // namespace nest::sema
