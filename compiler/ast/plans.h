#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/ast/expressions.h"
#include "compiler/ast/name.h"
#include "compiler/ast/requests.h"

namespace nest::ast {

/// `users 0 -> 500 over 2m`, `peak: users 500 for 10m`, `arrivals 50/s -> 400/s over 5m`, `arrivals 50/s for
/// 5m`. Of arrivals the expressions are what stands before `/s`.
enum class LoadKind : std::uint8_t { Users, Arrivals };
struct PlanStep {
  LoadKind kind{};
  std::optional<Name> name;
  ExpressionPtr from;  // null: `for`, which holds one level
  ExpressionPtr to;
  ExpressionPtr length;
};

/// `max_users 2000`.
struct PlanMaxUsers {
  ExpressionPtr users;
};

/// `iterations 100000`.
struct PlanIterations {
  ExpressionPtr count;
};

/// `weights { Shopper: 3, "shop/admin.Admin": 0 }`.
struct PlanWeights {
  std::vector<Field> fields;
};

/// `limit p99("/login") < 1s over 30s during peak abort`. The bound is what stands before `%` or `/s`.
enum class LimitComparison : std::uint8_t { Less, LessEqual, Greater, GreaterEqual };
enum class BoundUnit : std::uint8_t { None, Percent, PerSecond };
struct PlanLimit {
  Name metric;  // "p95", "p99.9", "errors" …
  std::optional<Name> row;
  LimitComparison comparison{};
  BoundUnit unit{};
  ExpressionPtr bound;
  ExpressionPtr window;  // null: the whole part that is looked at
  std::optional<Name> during;
  bool aborts = false;
};

struct PlanMember {
  Span span;
  std::variant<PlanStep, PlanMaxUsers, PlanIterations, PlanWeights, PlanLimit> node;
};

/// `plan NAME { … }`.
struct Plan {
  Span span;
  std::string doc;
  Name name;
  std::vector<PlanMember> members;
};

}  // namespace nest::ast
