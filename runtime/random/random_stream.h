#pragma once

#include <cstdint>

namespace nest {

/// A virtual user's chance. Counter-based: the n-th number is a function of (seed, user, n) and of nothing
/// else, so a user decides the same whatever thread it runs on and whoever runs beside it, and two users
/// never share a number. Philox4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as
/// 1, 2, 3" (SC 2011), checked against the known answers of their Random123. Key: the seed. Counter: the user
/// and the number of the block. 32 bytes. Belongs to its user's thread.
class RandomStream {
 public:
  RandomStream(std::uint64_t seed, std::uint64_t user) : seed_(seed), user_(user) {}

  [[nodiscard]] std::uint64_t next_u64();
  /// In [0, bound), each value equally likely; 0 when bound is 0. May draw more than once.
  /// Lemire, "Fast random integer generation in an interval" (ACM TOMACS 29, 2019).
  [[nodiscard]] std::uint64_t below(std::uint64_t bound);
  /// In [low, high], both included; needs low <= high.
  [[nodiscard]] std::int64_t integer(std::int64_t low, std::int64_t high);
  /// In [0, 1): 53 random bits.
  [[nodiscard]] double uniform();
  /// In [low, high]; needs low <= high, both finite. The whole range of doubles is allowed.
  [[nodiscard]] double real(double low, double high);
  /// Exponentially distributed with this mean; never negative, never infinite.
  [[nodiscard]] double exponential(double mean);
  /// Normally distributed (Box-Muller; always two draws).
  [[nodiscard]] double normal(double mean, double deviation);

  /// Numbers of 64 bits drawn so far.
  [[nodiscard]] std::uint64_t draws() const { return draws_; }

 private:
  std::uint64_t seed_;
  std::uint64_t user_;
  std::uint64_t draws_ = 0;
  std::uint64_t second_half_ = 0;  // of the block that an even draw made: what the odd one after it gives
};

}  // namespace nest
