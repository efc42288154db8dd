#pragma once

#include "compiler/sema/analysis.h"

namespace nest::sema {

/// The user block: its state and wait; and its hooks, which may call functions that read the state.
void check_user_state(Analysis& analysis, const ast::UserBlock& user);
void check_user_hooks(Analysis& analysis, const ast::UserBlock& user);

/// One taskset: its clauses, state, hooks, tasks and picks. The taskset around it has been checked before.
void check_taskset(Analysis& analysis, TasksetSymbol& taskset);

/// Fills a taskset's picks: their order, weights and transitions. Every taskset has been checked before: a
/// pick may be a nested one, whose weight has to be known.
void check_picks(Analysis& analysis, const TasksetSymbol& taskset);

}  // namespace nest::sema
