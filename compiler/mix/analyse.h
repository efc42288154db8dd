#pragma once

#include <optional>

#include "compiler/mix/mix.h"
#include "compiler/mix/model.h"

namespace nest::mix {

/// The expected behaviour of one user of a program with these weights, before any run: a Markov chain of
/// picks with rewards (tasks, requests, time), solved per taskset from the inside out (docs/mix.md says how).
/// None when no top-level taskset can be picked. Exact but for what Mix::assumptions lists, given that no
/// request fails and each takes `options.latency`.
[[nodiscard]] std::optional<Mix> analyse(const Model& model, const MixOptions& options);

}  // namespace nest::mix
