#pragma once

// What was written, as plain data: no names are resolved, nothing has a type yet. One map of the language:
//   File         -> Import*, Constant*, Param*, Service*, Function*, Taskset*, UserBlock?, setup, teardown,
//   Plan*
//                   (declarations.h)
//   Service      -> run folder env ready after on-failure grace   (services.h)
//   Plan         -> users arrivals max_users iterations weights limit  (plans.h)
//   Taskset      -> weight, wait, tags, state, hooks, Task*, Taskset*
//   Statement    -> let var = request if for repeat while ...     (statements.h)
//   Request      -> method, url, items                            (requests.h)
//   Expression   -> literals, names, operators, paths, calls      (expressions.h)
// Built by compiler/syntax, read by compiler/sema. A file's tree owns all of its nodes.

#include "compiler/ast/declarations.h"
#include "compiler/ast/expressions.h"
#include "compiler/ast/plans.h"
#include "compiler/ast/requests.h"
#include "compiler/ast/services.h"
#include "compiler/ast/statements.h"
