#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "compiler/mix/effects.h"

namespace nest::mix {

/// How a task, an on_start or another body ends.
enum class Ending : std::uint8_t {
  Done,       ///< at its end, or by `return`
  Abandoned,  ///< by `fail`
  Interrupt,
  InterruptWait,
  Stop,
};
inline constexpr std::size_t kEndings = 5;

/// A loop in a body that is never left: the user stays in it.
struct EndlessLoop {
  Estimate probability;  ///< that one run of the body gets into it
  Effects turn;          ///< of one time round
};

/// One body (a task, on_start, on_stop, the state's initialisers) as the analysis sees it: how it ends, with
/// which probability, and what it does until then. The probabilities of the endings and of the endless loops
/// add up to 1. No request fails, and every `expect` and `require` holds.
struct Body {
  std::array<Estimate, kEndings> endings{};
  Effects effects;
  std::vector<EndlessLoop> endless;
  std::vector<std::uint32_t> assumptions;  ///< indexes into Model::assumptions

  [[nodiscard]] Estimate ending(Ending kind) const { return endings[static_cast<std::size_t>(kind)]; }
  [[nodiscard]] Estimate stuck() const {
    Estimate sum;
    for (const EndlessLoop& loop : endless) sum += loop.probability;
    return sum;
  }
};

}  // namespace nest::mix
