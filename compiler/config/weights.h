#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "compiler/config/settings.h"
#include "compiler/diagnostics/emitter.h"

namespace nest::config {

/// A taskset of the program, as far as weights go.
struct WeightedTaskset {
  std::string full_name;     ///< "shop/shopper.Shopper"
  std::uint32_t weight = 1;  ///< as declared
  std::string declared_at;   ///< "tasksets/shop/shopper.nest:3:1"
  bool top = true;           ///< it is not nested in another
};

/// Which taskset is which in [weights], and by which key.
struct ChosenWeight {
  std::uint32_t weight = 0;
  Origin origin;    ///< Flag, Environment, Config, Declared
  std::string key;  ///< as the strongest source names it that does; empty when none does
};

/// The weights of a run, one for each taskset: those of --weight and NEST_WEIGHT_…, then those of nest.toml
/// where it names the taskset, unless `weights.source` is "tasksets"; else the declared ones. A key of
/// [weights] is a full name, or the end of one that begins at a name and is no other's ("Shopper",
/// "shopper.Shopper"). A key that names no taskset is a warning (of a flag an error), unless `only` or
/// `except` leave tasksets out: it may be of one of those. A key that names several, or two keys for one
/// taskset, are errors, and so is a run in which every weight at the top is 0.
[[nodiscard]] std::vector<ChosenWeight> choose_weights(const std::vector<WeightedTaskset>& tasksets,
                                                       const Settings& settings, Emitter& emitter);

/// Which taskset each weight of the settings is for, by its number, weakest first; what is wrong with their
/// names is reported as choose_weights() does. The weights are the settings' own.
[[nodiscard]] std::vector<std::pair<std::size_t, const Named<std::uint32_t>*>> find_weights(
    const std::vector<WeightedTaskset>& tasksets, const Settings& settings, Emitter& emitter);

/// Whether `name` is the full name or an end of it that begins at a name.
[[nodiscard]] bool is_name_of(std::string_view name, std::string_view full_name);

}  // namespace nest::config
