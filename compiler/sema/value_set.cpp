#include "compiler/sema/value_set.h"

#include <algorithm>

namespace nest::sema {

ValueSet::ValueSet(std::int64_t first, std::int64_t last) {
  if (first <= last) intervals_.push_back({first, last});
}

ValueSet ValueSet::intersected(const ValueSet& other) const {
  ValueSet result;
  for (const Interval& mine : intervals_) {
    for (const Interval& its : other.intervals_) {
      const Interval both{std::max(mine.first, its.first), std::min(mine.last, its.last)};
      if (both.first <= both.last) result.intervals_.push_back(both);
    }
  }
  return result;
}

ValueSet ValueSet::united(const ValueSet& other) const {
  return complement().intersected(other.complement()).complement();
}

ValueSet ValueSet::complement() const {
  ValueSet result;
  std::int64_t next = kLeast;
  for (const Interval& interval : intervals_) {
    if (interval.first > next) result.intervals_.push_back({next, interval.first - 1});
    if (interval.last == kMost) return result;
    next = interval.last + 1;
  }
  result.intervals_.push_back({next, kMost});
  return result;
}

}  // namespace nest::sema
