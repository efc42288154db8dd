#pragma once

#include <span>

#include "compiler/project/module.h"
#include "compiler/sema/analysis.h"

namespace nest::sema {

/// The names that each file declares for all that is in it, its `const`s and `param`s: their values worked
/// out, every `param` a global of the program.
void check_values(Analysis& analysis, std::span<const Module> modules);

/// Works out the value of a `const`, unless that was done. Called when one is named, so that they may stand
/// in any order; one that needs itself is reported.
void resolve_constant(Analysis& analysis, Variable& constant, Span named_at);

}  // namespace nest::sema
