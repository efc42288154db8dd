#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/compile.h"
#include "compiler/config/weights.h"
#include "runtime/cli/run_settings.h"

namespace nest {

/// The weights of a run, one for each taskset of the program, and what people are told about them.
struct RunWeights {
  std::vector<config::ChosenWeight> chosen;  ///< before --only and --except
  std::vector<std::uint32_t> weights;        ///< 0 for what those leave out
  std::vector<std::string> from;  ///< where each comes from; empty for a nested taskset with its declared one
  std::string remark;  ///< which of two sources was used, whom nest.toml does not name; may be empty
};

/// By what nest.toml and the tasksets say. Findings about [weights] go to standard error; when there are
/// errors among them there are no weights.
[[nodiscard]] std::optional<RunWeights> run_weights(const CompiledProgram& compiled,
                                                    const RunSettings& settings);

}  // namespace nest
