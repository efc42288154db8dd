#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include "compiler/hir/expression.h"
#include "compiler/hir/ids.h"

namespace nest::hir {

struct Statement;
using Block = std::vector<Statement>;

struct SetLocal {
  LocalId local{};
  ExpressionPtr value;
};
/// String, Json and List values are copied: the state owns its own.
struct SetState {
  StateId state{};
  ExpressionPtr value;
};
/// One condition of an `expect` or `require`. A failure while it is evaluated counts as false.
struct Check {
  CheckId check{};
  ExpressionPtr condition;
  bool require = false;
};
/// Performs Program::requests[request] and puts the response into `result`. The request's own checks follow,
/// in order; all of them are evaluated, then the sample is recorded, then a failed `require` abandons.
struct RequestStatement {
  RequestId request{};
  LocalId result{};
  ExpressionPtr timeout;  // Duration; null: the run's default
  std::vector<Check> checks;
};
/// Evaluates and drops.
struct Evaluate {
  ExpressionPtr value;
};
struct If {
  ExpressionPtr condition;
  Block then;
  Block otherwise;
  std::optional<double> likelihood = std::nullopt;  // of the condition, between 0 and 1, as the author says
};

/// A loop whose iterations leave nothing behind in the arena gives its memory back at each back-edge: true
/// when the body assigns no String, Json, List or Response to a variable that lives outside it.
struct While {
  ExpressionPtr condition;
  Block body;
  bool rewinds = false;
};
/// first..last, both included; both evaluated once. Empty when first > last.
struct ForRange {
  LocalId variable{};
  ExpressionPtr first;
  ExpressionPtr last;
  Block body;
  bool rewinds = false;
};
/// The elements of a JSON array (the variable is Json) or of a List.
struct ForEach {
  LocalId variable{};
  ExpressionPtr list;
  Block body;
  bool rewinds = false;
};
/// A negative count is 0.
struct Repeat {
  ExpressionPtr count;
  Block body;
  bool rewinds = false;
};
/// Gives a row of a `unique` data back; without one all of this data that the user has.
struct Release {
  DataId data{};
  ExpressionPtr row;  // Row, or null
};
struct Break {};
struct Continue {};
struct Sleep {
  ExpressionPtr duration;
};
struct Log {
  ExpressionPtr message;  // String
};
struct Fail {
  ExpressionPtr message;  // String
};
/// Performs requests at the same time. What they send is evaluated first, for all of them in order; then all
/// are in flight; when all have ended, their checks follow in order as a RequestStatement's do, and at the
/// end the first failed `require` of them abandons.
struct Parallel {
  Block requests;  // RequestStatements only, at least one
};
/// Timed from its beginning until control leaves its body, in whatever way.
struct Transaction {
  TransactionId transaction{};
  Block body;
};
/// Gives a value to a metric: of a counter an Int, of a rate a Bool, of a trend or gauge an Int, Float or
/// Duration, as its element says. May fail: what the metric cannot hold.
struct Measure {
  MetricId metric{};
  ExpressionPtr value;
};
/// Ends the function: Return normally, the others as the outcome says.
enum class LeaveKind : std::uint8_t { Return, Interrupt, InterruptWait, Stop };
struct Leave {
  LeaveKind kind{};
  ExpressionPtr value = nullptr;  // of a Return in a function that has a result, and of no other
};

struct Statement {
  Span span;
  std::variant<SetLocal, SetState, Check, RequestStatement, Evaluate, If, While, ForRange, ForEach, Repeat,
               Break, Continue, Sleep, Log, Fail, Parallel, Transaction, Measure, Leave, Release>
      node;
};

}  // namespace nest::hir
