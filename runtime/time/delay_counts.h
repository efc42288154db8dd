#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

#include "runtime/time/clock.h"

namespace nest {

/// How often delays of which length were seen, roughly: four buckets an octave, from 1 us to some minutes.
/// For what a generator says about itself; requests have the histograms of runtime/metrics. Sums of counts
/// are counts of the sum.
class DelayCounts {
 public:
  void add(Nanoseconds delay, std::uint64_t times) { counts_[bucket_of(delay)] += times; }
  void merge(const DelayCounts& other) {
    for (std::size_t i = 0; i < kBuckets; ++i) counts_[i] += other.counts_[i];
  }
  /// The counts by bucket, to be stored; and back. What is too many is dropped.
  [[nodiscard]] std::span<const std::uint64_t> buckets() const { return counts_; }
  void restore(std::span<const std::uint64_t> buckets) {
    counts_ = {};
    std::ranges::copy(buckets.first(std::min(buckets.size(), kBuckets)), counts_.begin());
  }
  [[nodiscard]] std::uint64_t count() const {
    std::uint64_t sum = 0;
    for (const std::uint64_t count : counts_) sum += count;
    return sum;
  }
  /// What so many percent of the delays did not exceed: at most a quarter too long, never too short. 0 when
  /// there are none.
  [[nodiscard]] Nanoseconds percentile(double percent) const {
    const auto rank = static_cast<std::uint64_t>(std::ceil(percent / 100 * static_cast<double>(count())));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < kBuckets; ++i) {
      seen += counts_[i];
      if (seen > 0 && seen >= rank) return highest_in(i);
    }
    return 0;
  }

 private:
  static constexpr int kFirstBits = 10;  // the first bucket ends at 1,024 ns
  static constexpr std::size_t kBuckets = 4 * 28 + 1;

  static std::size_t bucket_of(Nanoseconds delay) {
    const auto bits = static_cast<std::uint64_t>(std::max<Nanoseconds>(delay, 0));
    const int octave = static_cast<int>(std::bit_width(bits)) - 1 - kFirstBits;
    if (octave < 0) return 0;
    const std::uint64_t quarter = bits >> (octave + kFirstBits - 2) & 3;
    return std::min(kBuckets - 1,
                    static_cast<std::size_t>(octave) * 4 + static_cast<std::size_t>(quarter) + 1);
  }
  static Nanoseconds highest_in(std::size_t bucket) {
    if (bucket == 0) return (Nanoseconds{1} << kFirstBits) - 1;
    const std::size_t octave = (bucket - 1) / 4;
    const auto quarter = static_cast<Nanoseconds>((bucket - 1) % 4);
    return ((4 + quarter + 1) << (octave + kFirstBits - 2)) - 1;
  }

  std::array<std::uint64_t, kBuckets> counts_{};
};

}  // namespace nest
