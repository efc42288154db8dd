#pragma once

#include <cstdint>
#include <map>

#include "compiler/mix/estimate.h"

namespace nest::mix {

/// The least and the most that something can be.
struct Bounds {
  double least = 0;
  double most = 0;
};

/// What a piece of a scenario does on average, and within which bounds. Times in nanoseconds; how long a
/// request takes is left open.
struct Effects {
  Estimate sleep;
  Estimate requests;
  Estimate round_trips;  ///< how often a user waits for requests; for those of a `parallel` once
  std::map<std::uint32_t, Estimate> rows;  ///< requests by row
  Bounds sleep_bounds;
  Bounds request_bounds;  ///< of round trips

  [[nodiscard]] bool nothing() const {
    return sleep == Estimate{} && requests == Estimate{} && sleep_bounds.most == 0 &&
           request_bounds.most == 0;
  }
  [[nodiscard]] Estimate time(double latency) const { return sleep + round_trips * exact(latency); }
  [[nodiscard]] Bounds time_bounds(double latency) const;

  /// Adds the averages of `other`, `times` times; the bounds are the caller's.
  void add(const Effects& other, Estimate times);
};

/// `then` with probability p, else `otherwise`.
[[nodiscard]] Effects blend(Estimate p, const Effects& then, const Effects& otherwise);

}  // namespace nest::mix
