#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "compiler/mix/estimate.h"
#include "compiler/mix/mix.h"
#include "compiler/mix/model.h"

namespace nest::mix {

/// What a taskset picks from, after tags and weights of 0: as runtime/user/pick_tables.cpp keeps it.
struct KeptPick {
  bool is_task = true;
  std::uint32_t index = 0;   ///< into Model::tasks or ::tasksets
  std::uint32_t weight = 1;  ///< of the run
  std::uint32_t place = 0;   ///< index into hir::Taskset::picks
};

/// Some of a taskset's picks that go on for ever, once begun.
struct PickLoop {
  Estimate probability;          ///< that a visit gets into it
  std::vector<Estimate> shares;  ///< of its picks, by kept pick; they add up to 1
};

/// What happens between entering a taskset and leaving it.
struct Visit {
  std::vector<KeptPick> kept;
  std::vector<Estimate> begun;  ///< by kept pick: expected times a visit, those in loops apart
  std::vector<PickLoop> loops;
  std::vector<Estimate> wait_after;  ///< by kept pick: nanoseconds a pick, those that do not wait included
  std::vector<Estimate> stuck;       ///< by kept pick: probability that the pick itself never ends

  // How it is left; these four add up to 1.
  Estimate at_once;  ///< the enclosing taskset picks again at once
  Estimate waiting;  ///< it waits first
  Estimate stopped;  ///< the user ends
  Estimate trapped;  ///< never

  Estimate closing;              ///< probability that on_stop runs
  Estimate wait_at_top;          ///< of a top-level taskset, between its visit and the next
  std::optional<Estimate> time;  ///< of a visit; none when trapped
  bool pace_by_mean = false;     ///< a wait was computed from means where that is not exact
};

/// Of every taskset, by TasksetId; a taskset without kept picks is never entered. `options.weights` must be
/// empty or have a weight for each taskset.
[[nodiscard]] std::vector<Visit> visits_of(const Model& model, const MixOptions& options);

}  // namespace nest::mix
