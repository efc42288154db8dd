#pragma once

#include <cstdint>
#include <string>

#include "runtime/time/clock.h"

namespace nest {

/// What became of a limit of a plan.
struct LimitOutcome {
  enum class State : std::uint8_t { Met, Broken, NoSamples };
  /// What the number is.
  enum class Unit : std::uint8_t { Time, Share, Rate };

  std::string text;   ///< as written: "p95 < 300ms"
  std::string place;  ///< "shop/shopper.nest:12:5"
  State state = State::NoSamples;
  Unit unit = Unit::Time;
  double value =
      0;  ///< measured: nanoseconds, a share from 0 to 1, or a number a second; with a window the worst
  Nanoseconds at = 0;      ///< when the stretch of that value was over, from the run's start
  bool ended_run = false;  ///< it was broken, and the run ended for that
};

}  // namespace nest
