#pragma once

#include <string_view>

#include "compiler/ast/expressions.h"
#include "compiler/diagnostics/emitter.h"
#include "compiler/sema/analysis.h"
#include "compiler/sema/check.h"
#include "compiler/sema/function_checker.h"

namespace nest::sema {

/// Warns when a field or header that is named like a secret gets a text that stands in the source.
void lint_secret(Emitter& emitter, std::string_view name, const ast::Expression& value);

/// Warns of a `$` in front of a hole, which other languages need and nest sends.
void lint_dollars(Analysis& analysis, const ast::StringLiteral& literal);

/// Warns of what looks like a hole in a text in single quotes, which has none: a name that can be seen here
/// stands in braces. That counts as a use of it, as it was meant.
void lint_raw_string(FunctionChecker& f, const ast::StringLiteral& literal, Span span);

/// Warns of variables that nobody reads.
void lint_unused_variables(Analysis& analysis);

/// Warns of functions that nobody calls.
void lint_unused_functions(Analysis& analysis);

/// Warns of imports that nobody uses.
void lint_unused_imports(Analysis& analysis);

/// Warns of tasksets that are never left, or hardly ever, although something else waits to be picked.
void lint_ways_out(Analysis& analysis);

/// Warns of conditions that always or never hold, and of those that cannot hold together.
void lint_conditions(Analysis& analysis);

/// Warns of loops that cannot come to an end.
void lint_loops(Analysis& analysis);

/// Warns of state that begins empty and is read where nothing may have set it yet.
void lint_state(Analysis& analysis);

/// Warns of sleeps, waits and timeouts with the wrong unit.
void lint_times(Analysis& analysis);

/// Warns of requests whose row says nothing, and of those to other hosts.
void lint_requests(Analysis& analysis, const HostRules& rules);

}  // namespace nest::sema
