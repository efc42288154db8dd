#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/ast/declarations.h"
#include "compiler/hir/ids.h"
#include "compiler/hir/type.h"
#include "compiler/sema/scope.h"
#include "compiler/source/span.h"

namespace nest::sema {

/// A `let`, a `var` or a loop's variable.
struct Variable {
  std::string name;
  Span span;  // of the name
  /// None: its initialiser was wrong. That was reported; whatever uses it stays silent.
  std::optional<hir::Type> type;
  bool is_mutable = false;
  bool is_loop_variable = false;
  std::variant<hir::LocalId, hir::StateId> place;
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

/// A taskset on its way from the tree to the program.
struct TasksetSymbol {
  const ast::Taskset* tree = nullptr;
  hir::TasksetId id{};
  TasksetSymbol* parent = nullptr;
  Scope state;                         // its own; continued by the enclosing tasksets' states
  std::vector<hir::TasksetId> nested;  // as tree->nested
  std::vector<TaskSymbol> tasks;       // as tree->tasks
  Exits exits;
};

}  // namespace nest::sema
