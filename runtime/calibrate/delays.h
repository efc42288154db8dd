#pragma once

#include <cstdint>

#include "runtime/time/clock.h"

namespace nest::calibrate {

/// The longest delay that the server answers after, but for a stall.
inline constexpr Nanoseconds kLongestDelay = 20 * kMillisecond;

/// How long the server takes for its n-th answer: of 100 in a row 60 take 1 ms, 32 take 5 ms and 8 take 20
/// ms, in an order that spreads them evenly. So p50 is a short one, p75 and p90 are middle ones, p95 and
/// beyond long ones, and none of these is the first or last of its kind.
[[nodiscard]] constexpr Nanoseconds delay_of(std::uint64_t answer) {
  constexpr std::uint64_t kCycle = 100;
  constexpr std::uint64_t kStride = 37;  // without a common divisor with the cycle: each place comes once
  const std::uint64_t place = answer * kStride % kCycle;
  if (place < 60) return kMillisecond;
  return place < 92 ? 5 * kMillisecond : kLongestDelay;
}

}  // namespace nest::calibrate
