#pragma once

#include <span>

#include "compiler/project/module.h"
#include "compiler/sema/analysis.h"

namespace nest::sema {

/// The first pass: every taskset gets its id and full name, parents before children; names that clash and
/// second user blocks are reported.
void declare_tasksets(Analysis& analysis, std::span<const Module> modules);

}  // namespace nest::sema
