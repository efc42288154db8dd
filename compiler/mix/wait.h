#pragma once

#include "compiler/hir/program.h"

namespace nest::mix {

/// The mean of a wait, in nanoseconds, as runtime/user/wait_time.cpp draws it; of a `pace` its period.
[[nodiscard]] double mean_wait(const hir::Wait& wait);

}  // namespace nest::mix
