#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "compiler/hir/program.h"
#include "compiler/mix/body.h"
#include "compiler/mix/mix.h"
#include "compiler/source/source_set.h"

namespace nest::mix {

/// What the analysis keeps of a checked program: how tasksets pick, and what their bodies do. It needs
/// neither the program nor the sources any more.
struct Model {
  std::vector<hir::Taskset> tasksets;
  std::vector<hir::Task> tasks;
  std::vector<std::string> rows;  ///< "GET /products"
  hir::UserBlock user;
  std::vector<Body> bodies;             ///< one a hir::Function
  std::vector<Assumption> assumptions;  ///< all that any body needed
  std::vector<Assumption> places;       ///< one a taskset: what is said when its pace is taken by the mean
};

/// One pass over every body; follows the control flow, not the data. `globals`: the values of the run, by
/// hir::GlobalId; where there are fewer, the defaults count.
[[nodiscard]] Model build_model(const hir::Program& program, const SourceSet& sources,
                                std::span<const hir::Constant> globals = {});

}  // namespace nest::mix
