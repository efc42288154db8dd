#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include "compiler/ast/expressions.h"
#include "compiler/ast/name.h"
#include "compiler/ast/requests.h"

namespace nest::ast {

struct Statement;
struct Block {
  Span span;  // with its braces
  std::vector<Statement> statements;
};

/// What stands right of `let`, `var` and `=`: an expression or a request.
using Initializer = std::variant<ExpressionPtr, Request>;

/// `let name = …`, `var name = …`, both with an optional `: type`. Also a taskset's state.
struct Variable {
  bool is_mutable = false;  // `var`
  Name name;
  std::optional<TypeName> type;
  Initializer value;
};
struct Assign {
  ExpressionPtr target;  // a NameReference, or `user.name`
  Initializer value;
};
/// An expression on its own; sema allows only calls.
struct ExpressionStatement {
  ExpressionPtr value;
};
struct If {
  ExpressionPtr condition;
  Block then;
  /// Empty, one Block's statements, or one nested If for `else if`.
  std::optional<Block> otherwise;
  /// `if condition likely 0.9`; null when nothing is said.
  ExpressionPtr likelihood;
};
/// `for name in first..last` (both ends included) when `last` is set, else `for name in list`.
struct For {
  Name name;
  ExpressionPtr first;
  ExpressionPtr last;
  Block body;
};
struct Repeat {
  ExpressionPtr count;
  Block body;
};
struct While {
  ExpressionPtr condition;
  Block body;
};
struct Break {};
struct Continue {};
struct Return {
  std::optional<Initializer> value;
};
struct Sleep {
  ExpressionPtr duration;
};
struct Log {
  ExpressionPtr message;
};
struct Fail {
  ExpressionPtr message;
};
/// `interrupt` or `interrupt wait`.
struct Interrupt {
  bool wait = false;
};
struct Stop {};
/// `release account`.
struct Release {
  ExpressionPtr target;
};
/// `expect a, b` or `require a, b` outside a request.
struct Conditions {
  bool require = false;
  std::vector<ExpressionPtr> conditions;
};

/// `transaction "checkout" { … }`.
struct Transaction {
  ExpressionPtr name;
  Block body;
};

/// `parallel { … }`.
struct Parallel {
  Block body;
};

struct Statement {
  Span span;
  std::variant<Variable, Assign, Request, ExpressionStatement, If, For, Repeat, While, Break, Continue,
               Return, Sleep, Log, Fail, Interrupt, Stop, Release, Conditions, Transaction, Parallel>
      node;
};

}  // namespace nest::ast
