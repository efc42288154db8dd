#pragma once

#include <cstdint>
#include <vector>

#include "compiler/mix/model.h"
#include "compiler/mix/visit.h"

namespace nest::mix {

/// How often everything happens in some stretch of a user's life, expected.
struct Census {
  std::vector<Estimate> bodies;  ///< runs, by hir::FunctionId
  std::vector<Estimate> visits;  ///< by taskset
  std::vector<Estimate> tasks;   ///< by task: begun
  std::vector<Estimate> waits;   ///< nanoseconds, by the taskset in which they are waited
  Estimate between;              ///< nanoseconds waited between visits of top-level tasksets
  Effects turns;                 ///< of an endless loop in a body
  std::uint32_t turns_in = 0;    ///< the taskset of that loop; kOutside: none

  static constexpr std::uint32_t kOutside = 0xffffffff;

  explicit Census(const Model& model);
  /// Everything `times` times.
  void scale(Estimate times);
};

/// Adds `times` visits of a taskset, with all that happens in them.
void count_visits(const Model& model, const std::vector<Visit>& visits, std::uint32_t taskset, Estimate times,
                  Census& census);
/// Adds `steps` picks of a taskset that it shares out as its loop does.
void count_loop(const Model& model, const std::vector<Visit>& visits, std::uint32_t taskset,
                const PickLoop& loop, Census& census);

/// The time of a census: its bodies with their requests, and its waits.
[[nodiscard]] Estimate time_of(const Model& model, const Census& census, double latency);

}  // namespace nest::mix
