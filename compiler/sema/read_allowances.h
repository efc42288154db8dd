#pragma once

#include <span>

#include "compiler/diagnostics/allowances.h"
#include "compiler/diagnostics/emitter.h"
#include "compiler/project/module.h"
#include "compiler/source/source_set.h"

namespace nest::sema {

/// What the comments `// nestc: allow N0801 because …` of a project allow; those that are not understood are
/// reported.
[[nodiscard]] Allowances read_allowances(std::span<const Module> modules, const SourceSet& sources,
                                         Emitter& emitter);

/// Reports those that nothing was held against.
void report_unused(const Allowances& allowances, Emitter& emitter);

}  // namespace nest::sema
