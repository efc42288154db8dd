#pragma once

#include <string_view>

#include "compiler/ast/expressions.h"
#include "compiler/diagnostics/emitter.h"
#include "compiler/sema/analysis.h"

namespace nest::sema {

/// Warns when a field or header that is named like a secret gets a text that stands in the source.
void lint_secret(Emitter& emitter, std::string_view name, const ast::Expression& value);

/// Warns of variables that nobody reads.
void lint_unused_variables(Analysis& analysis);

/// Warns of functions that nobody calls.
void lint_unused_functions(Analysis& analysis);

/// Warns of imports that nobody uses.
void lint_unused_imports(Analysis& analysis);

/// Warns of tasksets that are never left although something else waits to be picked.
void lint_ways_out(Analysis& analysis);

}  // namespace nest::sema
