#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "compiler/ast/declarations.h"
#include "compiler/hir/expression.h"
#include "compiler/hir/ids.h"
#include "compiler/hir/type.h"
#include "compiler/project/module.h"
#include "compiler/sema/response_uses.h"
#include "compiler/sema/scope.h"
#include "compiler/source/span.h"

namespace nest::sema {

/// A `const` whose value nobody has asked for yet.
struct PendingConstant {
  const ast::Constant* tree = nullptr;
  const Scope* scope = nullptr;  // of its file
  bool in_progress = false;
};

struct ModuleSymbol;

/// A service, declared in a file, in nest.toml or in both.
struct ServiceSymbol {
  std::string name;
  const ast::Service* tree = nullptr;  // null: only nest.toml declares it
  const ModuleSymbol* module = nullptr;
  std::optional<hir::ServiceId> id;
  hir::GlobalId url{};
  hir::GlobalId port{};
  std::vector<ServiceSymbol*> after;  // as written; of one of nest.toml nothing is known
};

/// What a function does with the responses that it is given, and where the one that it gives comes from.
struct ResponseFlow {
  std::vector<ResponseNeeds> parameters;         // by parameter; of those that are no response nothing
  std::vector<hir::RequestId> results;           // requests whose response it may give
  std::vector<std::size_t> returned_parameters;  // parameters that it may give
};

/// A `fn`.
struct FunctionSymbol {
  const ast::Function* tree = nullptr;
  const ModuleSymbol* module = nullptr;
  std::vector<std::optional<hir::Type>> parameters;  // none: its type was wrong
  std::optional<hir::Type> result;                   // Void: it gives nothing; none: its type was wrong
  struct Call {
    FunctionSymbol* callee = nullptr;
    Span span;
  };
  std::vector<Call> calls;  // in its body
  bool waits = false;       // it sends requests, sleeps or takes, itself or through what it calls
  std::size_t depth = 0;    // of the calls in it: 1 when it calls none
  hir::FunctionId id{};
  // Once its body was checked, and with it those that it calls:
  bool suspends = false;
  std::optional<Span> user_variable;  // the first of the user that it knows
  std::set<hir::StateId> sets;        // those of the user that it assigns, itself or through what it calls
  ResponseFlow responses;
};

/// What a name stands for: a `let`, a `var`, a loop's variable, a `const`, a `param`, a shared object, a
/// metric, a `data`, a `service`, a `fn` or a module (null: its import was wrong).
struct Variable {
  std::string name;
  Span span;  // of the name
  /// None: its initialiser was wrong. That was reported; whatever uses it stays silent.
  std::optional<hir::Type> type;
  bool is_mutable = false;
  bool is_loop_variable = false;
  std::variant<hir::LocalId, hir::StateId, hir::GlobalId, hir::SharedId, hir::MetricId, hir::DataId,
               hir::Constant, PendingConstant, ServiceSymbol*, FunctionSymbol*, const ModuleSymbol*>
      place;
  bool is_read = false;
};

/// How a body can leave its taskset. Only what can be reached counts.
struct Exits {
  bool interrupts = false;
  bool stops = false;
};

struct TaskSymbol {
  hir::TaskId id{};
  std::uint32_t weight = 1;
};

/// A file: the names that it declares for all that is in it.
struct ModuleSymbol {
  const Module* module = nullptr;
  Scope scope;
};

/// A taskset on its way from the tree to the program.
struct TasksetSymbol {
  const ast::Taskset* tree = nullptr;
  hir::TasksetId id{};
  TasksetSymbol* parent = nullptr;
  const ModuleSymbol* module = nullptr;  // the file it stands in
  Scope state;  // its own; continued by the enclosing tasksets' states, then the file's
  std::vector<hir::TasksetId> nested;                   // as tree->nested
  std::vector<std::optional<hir::TasksetId>> included;  // as tree->includes; none: it was wrong
  std::vector<TaskSymbol> tasks;                        // as tree->tasks
  Exits exits;
};

}  // namespace nest::sema
