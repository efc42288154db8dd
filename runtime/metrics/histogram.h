#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>

#include "runtime/time/clock.h"

namespace nest {

/// Too wide for 64 bits: a billion answers of half a minute each.
__extension__ using NanosecondSum = unsigned __int128;

/// How often each length of time was seen, to 3 significant digits, from 1 ns to more than 1 h.
///
/// The layout is HdrHistogram's (Gil Tene, http://hdrhistogram.org; unit 1 ns, 2048 sub-buckets): below 2048
/// ns one bucket a nanosecond, above that 1024 buckets of equal width an octave, so that a bucket is never
/// wider than 1/1024
/// (< 0.1 %) of the values in it. Bucket borders are fixed: histograms of any workers, machines and seconds
/// add up exactly. Count, sum, smallest and largest value are exact.
///
/// Counts live in blocks of 128 that are allocated when first touched; an unused histogram is one pointer and
/// a few numbers. Not thread-safe.
class Histogram {
 public:
  /// From 0 to kLongest; longer ones count in the last bucket (the largest value stays exact), negative ones
  /// as 0.
  static constexpr Nanoseconds kLongest = (Nanoseconds{1} << 42) - 1;  // 73 minutes

  Histogram() = default;
  Histogram(const Histogram& other) { merge(other); }
  Histogram(Histogram&& other) noexcept;
  Histogram& operator=(const Histogram& other);
  Histogram& operator=(Histogram&& other) noexcept;
  ~Histogram() = default;

  /// Allocates only for a value in a block of values that was never seen before, clear() or not.
  void record(Nanoseconds value) {
    value = std::max<Nanoseconds>(value, 0);
    const std::size_t bucket = bucket_of(value);
    Block* counts = blocks_ ? (*blocks_)[bucket / kBlockBuckets].get() : nullptr;
    if (counts == nullptr) counts = &block(bucket / kBlockBuckets);
    ++(*counts)[bucket % kBlockBuckets];
    min_ = count_ == 0 ? value : std::min(min_, value);
    max_ = std::max(max_, value);
    sum_ += static_cast<NanosecondSum>(value);
    ++count_;
  }
  /// Adds what `other` has counted, bucket by bucket.
  void merge(const Histogram& other);
  /// Counts nothing any more; keeps its memory.
  void clear();

  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] NanosecondSum sum() const { return sum_; }
  /// 0 when empty.
  [[nodiscard]] Nanoseconds min() const { return count_ == 0 ? 0 : min_; }
  [[nodiscard]] Nanoseconds max() const { return max_; }
  [[nodiscard]] double average() const;

  /// Nearest rank: of the n values in order, the one at place ceil(percent / 100 * n), at least the first;
  /// known to its bucket, given as the bucket's highest value (as HdrHistogram does), and never outside [min,
  /// max]. So it is never below the true value and less than 0.1 % above it. 0 when empty. `percent` counts
  /// to a thousandth, from 0 to 100.
  [[nodiscard]] Nanoseconds percentile(double percent) const;

  /// Equal when every bucket, and the exact numbers, are.
  [[nodiscard]] bool operator==(const Histogram& other) const;

  static constexpr std::size_t kBuckets = 33 * 1024;
  /// The count of one bucket, and the bucket a value falls in: for tests and exports.
  [[nodiscard]] std::uint64_t bucket_count(std::size_t bucket) const;
  [[nodiscard]] static std::size_t bucket_of(Nanoseconds value) {
    const auto bits = static_cast<std::uint64_t>(std::clamp<Nanoseconds>(value, 0, kLongest));
    const int shift = std::max(0, static_cast<int>(std::bit_width(bits)) - kPrecisionBits);
    return static_cast<std::size_t>(shift) * kHalf + static_cast<std::size_t>(bits >> shift);
  }
  [[nodiscard]] static Nanoseconds lowest_in(std::size_t bucket);
  /// A histogram that was stored: its buckets that are not empty, each with its count, and the exact numbers.
  /// The caller has checked them: buckets are below kBuckets.
  using BucketCount = std::pair<std::size_t, std::uint64_t>;
  [[nodiscard]] static Histogram restored(std::span<const BucketCount> buckets, NanosecondSum sum,
                                          Nanoseconds min, Nanoseconds max);
  [[nodiscard]] static Nanoseconds highest_in(std::size_t bucket);

 private:
  // 2048 sub-buckets, of which each octave but the first uses the upper half.
  static constexpr int kPrecisionBits = 11;
  static constexpr std::size_t kHalf = std::size_t{1} << (kPrecisionBits - 1);
  static constexpr std::size_t kBlockBuckets = 128;
  using Block = std::array<std::uint64_t, kBlockBuckets>;
  using Blocks = std::array<std::unique_ptr<Block>, kBuckets / kBlockBuckets>;

  Block& block(std::size_t number);

  std::unique_ptr<Blocks> blocks_;
  std::uint64_t count_ = 0;
  NanosecondSum sum_ = 0;
  Nanoseconds min_ = 0;
  Nanoseconds max_ = 0;
};

}  // namespace nest
