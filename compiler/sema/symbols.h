#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/ast/declarations.h"
#include "compiler/hir/expression.h"
#include "compiler/hir/ids.h"
#include "compiler/hir/type.h"
#include "compiler/project/module.h"
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

/// What a name stands for: a `let`, a `var`, a loop's variable, a `const`, a `param`, a shared object, a
/// `data` or a `service`.
struct Variable {
  std::string name;
  Span span;  // of the name
  /// None: its initialiser was wrong. That was reported; whatever uses it stays silent.
  std::optional<hir::Type> type;
  bool is_mutable = false;
  bool is_loop_variable = false;
  std::variant<hir::LocalId, hir::StateId, hir::GlobalId, hir::SharedId, hir::DataId, hir::Constant,
               PendingConstant, ServiceSymbol*>
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
  std::vector<hir::TasksetId> nested;  // as tree->nested
  std::vector<TaskSymbol> tasks;       // as tree->tasks
  Exits exits;
};

}  // namespace nest::sema
