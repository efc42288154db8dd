#include "runtime/metrics/histogram.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace nest {

namespace {

bool all_zero(const auto& block) {
  return std::all_of(block.begin(), block.end(), [](std::uint64_t count) { return count == 0; });
}

// The place of the wanted value, from 1. In whole thousandths of a percent: 99.9 / 100 * 1000 is more than
// 999 in floating point, and its ceiling would be the next place.
std::uint64_t rank_of(double percent, std::uint64_t count) {
  const auto thousandths = static_cast<NanosecondSum>(std::llround(std::clamp(percent, 0.0, 100.0) * 1000));
  const NanosecondSum place = (thousandths * count + 99'999) / 100'000;
  return std::clamp<std::uint64_t>(static_cast<std::uint64_t>(place), 1, count);
}

}  // namespace

Histogram::Histogram(Histogram&& other) noexcept
    : blocks_(std::move(other.blocks_)),
      count_(std::exchange(other.count_, 0)),
      sum_(std::exchange(other.sum_, 0)),
      min_(std::exchange(other.min_, 0)),
      max_(std::exchange(other.max_, 0)) {}

Histogram& Histogram::operator=(Histogram&& other) noexcept {
  blocks_ = std::move(other.blocks_);
  count_ = std::exchange(other.count_, 0);
  sum_ = std::exchange(other.sum_, 0);
  min_ = std::exchange(other.min_, 0);
  max_ = std::exchange(other.max_, 0);
  return *this;
}

Histogram& Histogram::operator=(const Histogram& other) {
  if (this != &other) {
    clear();
    merge(other);
  }
  return *this;
}

Histogram::Block& Histogram::block(std::size_t number) {
  if (!blocks_) blocks_ = std::make_unique<Blocks>();
  std::unique_ptr<Block>& slot = (*blocks_)[number];
  if (!slot) slot = std::make_unique<Block>();
  return *slot;
}

void Histogram::merge(const Histogram& other) {
  if (other.count_ == 0) return;
  for (std::size_t number = 0; number < other.blocks_->size(); ++number) {
    const Block* from = (*other.blocks_)[number].get();
    if (from == nullptr || all_zero(*from)) continue;
    Block& to = block(number);
    for (std::size_t i = 0; i < kBlockBuckets; ++i) to[i] += (*from)[i];
  }
  min_ = count_ == 0 ? other.min_ : std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
  sum_ += other.sum_;
  count_ += other.count_;
}

void Histogram::clear() {
  if (count_ == 0) return;
  for (const std::unique_ptr<Block>& slot : *blocks_) {
    if (slot) slot->fill(0);
  }
  count_ = 0;
  sum_ = 0;
  min_ = 0;
  max_ = 0;
}

double Histogram::average() const {
  return count_ == 0 ? 0.0 : static_cast<double>(sum_) / static_cast<double>(count_);
}

Nanoseconds Histogram::percentile(double percent) const {
  if (count_ == 0) return 0;
  const std::uint64_t rank = rank_of(percent, count_);
  if (rank == count_) return max_;
  std::uint64_t seen = 0;
  for (std::size_t number = 0; number < blocks_->size(); ++number) {
    const Block* counts = (*blocks_)[number].get();
    if (counts == nullptr) continue;
    for (std::size_t i = 0; i < kBlockBuckets; ++i) {
      seen += (*counts)[i];
      if (seen >= rank) return std::clamp(highest_in(number * kBlockBuckets + i), min_, max_);
    }
  }
  return max_;
}

bool Histogram::operator==(const Histogram& other) const {
  if (count_ != other.count_ || sum_ != other.sum_ || min() != other.min() || max_ != other.max_)
    return false;
  for (std::size_t bucket = 0; bucket < kBuckets; ++bucket) {
    if (bucket_count(bucket) != other.bucket_count(bucket)) return false;
  }
  return true;
}

std::uint64_t Histogram::bucket_count(std::size_t bucket) const {
  if (!blocks_) return 0;
  const Block* counts = (*blocks_)[bucket / kBlockBuckets].get();
  return counts == nullptr ? 0 : (*counts)[bucket % kBlockBuckets];
}

Histogram Histogram::restored(std::span<const BucketCount> buckets, NanosecondSum sum, Nanoseconds min,
                              Nanoseconds max) {
  Histogram result;
  for (const auto& [bucket, count] : buckets) {
    result.block(bucket / kBlockBuckets)[bucket % kBlockBuckets] += count;
    result.count_ += count;
  }
  if (result.count_ == 0) return result;
  result.sum_ = sum;
  result.min_ = min;
  result.max_ = max;
  return result;
}

Nanoseconds Histogram::lowest_in(std::size_t bucket) {
  if (bucket < 2 * kHalf) return static_cast<Nanoseconds>(bucket);
  const std::size_t shift = bucket / kHalf - 1;
  return static_cast<Nanoseconds>(bucket - shift * kHalf) << shift;
}

Nanoseconds Histogram::highest_in(std::size_t bucket) {
  return bucket < 2 * kHalf ? static_cast<Nanoseconds>(bucket) : lowest_in(bucket + 1) - 1;
}

}  // namespace nest
