#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/hir/program.h"
#include "compiler/sema/analysis.h"
#include "compiler/sema/narrowing.h"
#include "compiler/sema/request_defaults.h"
#include "compiler/sema/response_uses.h"
#include "compiler/sema/scope.h"

namespace nest::sema {

/// The body that is being checked, on its way to one hir::Function. The families of constructs are free
/// functions over it: check_statement.h, check_expression.h, check_request.h, …
class FunctionChecker {
 public:
  /// `around` is what the body sees of the world outside: state. Null: nothing.
  FunctionChecker(Analysis& project, hir::FunctionKind kind, const Scope* around);

  Analysis& analysis;
  Emitter& emitter;
  hir::Function function;
  /// "the user block", when an `interrupt` has no taskset to leave.
  bool in_user_block = false;
  /// The `fn` whose body it is; null for all others. Its result goes through `returned` on its way out.
  const FunctionSymbol* of_function = nullptr;
  std::optional<hir::LocalId> returned;
  /// What its requests have that say nothing else. Null: nothing.
  const RequestDefaults* defaults = nullptr;
  /// "setup", "teardown": there is no user then. Empty for all others.
  std::string_view once;
  /// The first variable of the user that is read or assigned.
  std::optional<Span> user_variable;
  /// The variables of the user that are assigned, here or in what is called.
  std::set<hir::StateId> sets;
  /// The optional variables that are known to be there, at the place that is being checked.
  Present present;
  Exits exits;
  ResponseUses responses;
  /// The response whose own conditions are being checked.
  std::optional<hir::LocalId> own_response;
  bool mentions_own_status = false;
  /// The call that may wait where it stands, and the one that is a statement: see WaitingPlace.
  const ast::Call* waiting_call = nullptr;
  const ast::Call* statement_call = nullptr;
  /// False behind a statement that never ends normally; what stands there gives no exits.
  bool reachable = true;

  /// Names of the responses of the `parallel` that is being checked: they are there when it has ended.
  std::vector<std::string_view> in_flight;

  struct Loop {
    std::size_t first_local;  // locals from here on live inside
    bool rewinds = true;
    bool has_break = false;
    bool reachable = true;                  // the loop itself
    std::optional<Present> at_breaks = {};  // what is known at all of them; none: there is none yet
  };
  std::vector<Loop> loops;

  [[nodiscard]] const Scope& scope() const { return *scopes_.back(); }
  void open_scope();
  void close_scope();
  /// Another place's view for a while: of the defaults that a request takes over. Ends with close_scope().
  void open_scope_of(const Scope& place) { scopes_.push_back(std::make_unique<Scope>(&place)); }

  /// A new local without a name.
  hir::LocalId add_temporary(hir::Type type);
  /// Gives a local its name in the innermost scope; reports names that are taken or hidden. `type` none:
  /// poisoned.
  void declare(const ast::Name& name, hir::LocalId local, std::optional<hir::Type> type, bool is_mutable,
               bool is_loop_variable = false);
  /// Loops around a store of a value that lives in the arena cannot give their memory back.
  void note_store(hir::LocalId local);

  /// Hands the function over to the program, its requests completed with what their responses are for.
  hir::FunctionId finish(hir::Block body);
  /// The same into a place that was kept for it.
  void finish(hir::Block body, hir::FunctionId place);

 private:
  std::vector<std::unique_ptr<Scope>> scopes_;
};

/// Adds a variable to a scope after the checks that every declaration gets: reserved, taken, hiding another.
Variable& declare_variable(Analysis& analysis, Scope& scope, Variable variable);

}  // namespace nest::sema
