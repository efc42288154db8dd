#pragma once

#include <cstdint>

namespace nest {

/// Nanoseconds: a span of time.
using Nanoseconds = std::int64_t;
/// A moment on the monotonic clock, in nanoseconds from an arbitrary start; only differences mean anything.
using Instant = std::int64_t;

inline constexpr Nanoseconds kMicrosecond = 1'000;
inline constexpr Nanoseconds kMillisecond = 1'000'000;
inline constexpr Nanoseconds kSecond = 1'000'000'000;

/// What time it is; injected, so that tests can move it by hand. May be called from any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Instant now() const = 0;
};

/// CLOCK_MONOTONIC.
class SteadyClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override;
};

}  // namespace nest
