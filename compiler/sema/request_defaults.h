#pragma once

#include <vector>

#include "compiler/ast/declarations.h"
#include "compiler/sema/scope.h"

namespace nest::sema {

class Analysis;
struct TasksetSymbol;

/// What requests have that say nothing else themselves: of the taskset they stand in, of those around it, of
/// the user. Points into the trees and scopes of the project.
struct RequestDefaults {
  struct Level {
    const ast::Defaults* tree = nullptr;
    const Scope* scope = nullptr;  // what its expressions see
  };
  std::vector<Level> levels;  // the innermost first
  const ast::Host* host = nullptr;
  const Scope* host_scope = nullptr;
};

/// Those of the user alone: of requests in functions and in the user's own hooks.
[[nodiscard]] RequestDefaults user_defaults(const Analysis& analysis);
/// Those of a taskset.
[[nodiscard]] RequestDefaults taskset_defaults(const Analysis& analysis, const TasksetSymbol& taskset);

/// Looks at what a taskset or the user block declares, whether or not a request makes use of it. Its state is
/// declared.
void check_defaults(Analysis& analysis, const std::vector<ast::Defaults>& defaults, const Scope& scope);
void check_hosts(Analysis& analysis, const std::vector<ast::Host>& hosts, const Scope& scope);

}  // namespace nest::sema
