#pragma once

#include "compiler/sema/analysis.h"

namespace nest::sema {

/// After check_values: every taskset gets its id and full name, parents before children; names that clash and
/// second user blocks are reported.
void declare_tasksets(Analysis& analysis);

}  // namespace nest::sema
