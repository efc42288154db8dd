#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "compiler/hir/program.h"
#include "compiler/source/source_set.h"
#include "runtime/tables/table.h"
#include "tests/oracle/script.h"

namespace nest::oracle {

/// Thrown when a program has gone round its loops too often: it may never end.
struct Exhausted {};

/// Thrown where a user ends because no row is left.
struct NoRowLeft {};

/// Walks the HIR as the language reference says it behaves: slow, plain, and written without a look at the
/// lowering. The oracle that compiled programs are compared with. Leaf operations on texts and JSON are the
/// runtime's own, which have tests of their own; evaluation order, failures, control flow and arithmetic are
/// told here again.
class Interpreter {
 public:
  struct Value;
  using List = std::vector<Value>;
  /// Json and String are both std::string; the HIR's types tell them apart. A `T?` that is absent is nothing.
  using AnyValue =
      std::variant<std::monostate, std::int64_t, double, bool, std::string, const nest_response*, List>;
  struct Value : AnyValue {
    using AnyValue::AnyValue;
    using AnyValue::operator=;
  };

  Interpreter(const hir::Program& program, const SourceSet& sources, UserTask& task, Script& script)
      : program_(&program), sources_(&sources), task_(&task), script_(&script) {}

  /// Runs one function to its end and writes its outcome into the script. Returns NEST_DONE, NEST_ABANDONED,
  /// ….
  int run(hir::FunctionId function);
  /// The state of a taskset (or, without one, of the user block) as at an entry.
  void forget_state(std::optional<hir::TasksetId> owner);

 private:
  // How a statement ends, and what a failing expression throws.
  enum class Flow { Next, Break, Continue, Done, Interrupt, InterruptWait, Stop };
  struct Failure {
    nest_status kind;
    std::string message;
    Span span;
  };

  Flow block(const hir::Block& statements);
  Flow statement(const hir::Statement& statement);
  Flow loop_body(const hir::Block& body, bool& leave);
  Flow while_loop(const hir::While& loop);
  Flow range_loop(const hir::ForRange& loop);
  /// Of a list or a JSON array.
  List elements(const hir::Expression& list);
  Flow each_loop(const hir::ForEach& loop);
  Flow repeat_loop(const hir::Repeat& loop);
  void request(const hir::RequestStatement& statement, Span span);
  void parallel(const hir::Parallel& parallel);
  /// What a request sends, evaluated.
  struct Prepared {
    std::vector<nest_value> url;
    std::vector<nest_value> headers;
    std::vector<nest_value> body;
  };
  Prepared prepare(const hir::RequestStatement& statement);
  void send(const hir::RequestStatement& statement, const Prepared& prepared, Span span);
  /// Evaluates and counts a condition; `described` gets the failure of a `require` that could not be
  /// evaluated.
  bool check(const hir::Check& check, std::optional<Failure>& described);
  [[noreturn]] void abandon(const hir::Check& broken, const std::optional<Failure>& described);
  Flow transaction(const hir::Transaction& transaction);
  void measure(const hir::Measure& measure, Span span);
  void set_state(const hir::SetState& set);

  Value value(const hir::Expression& expression);
  std::int64_t integer(const hir::Expression& expression) {
    return std::get<std::int64_t>(value(expression));
  }
  bool boolean(const hir::Expression& expression) { return std::get<bool>(value(expression)); }
  std::string text(const hir::Expression& expression) { return std::get<std::string>(value(expression)); }

  Value node(const hir::Constant& constant, const hir::Expression& whole);
  Value node(const hir::LocalReference& local, const hir::Expression& whole);
  Value node(const hir::StateReference& state, const hir::Expression& whole);
  Value node(const hir::GlobalReference& global, const hir::Expression& whole);
  Value node(const hir::ContextReference& field, const hir::Expression& whole);
  Value node(const hir::Render& render, const hir::Expression& whole);
  Value node(const hir::Unary& unary, const hir::Expression& whole);
  Value node(const hir::Binary& binary, const hir::Expression& whole);
  Value node(const hir::JsonEqual& equal, const hir::Expression& whole);
  Value node(const hir::Conditional& conditional, const hir::Expression& whole);
  Value node(const hir::Coalesce& coalesce, const hir::Expression& whole);
  Value node(const hir::Convert& convert, const hir::Expression& whole);
  Value node(const hir::JsonPath& path, const hir::Expression& whole);
  Value node(const hir::ResponseValue& field, const hir::Expression& whole);
  Value node(const hir::ResponseHeader& header, const hir::Expression& whole);
  Value node(const hir::ResponseFind& find, const hir::Expression& whole);
  Value node(const hir::BuiltinCall& call, const hir::Expression& whole);
  Value node(const hir::LibraryCall& call, const hir::Expression& whole);
  Value node(const hir::SharedCall& call, const hir::Expression& whole);
  Value node(const hir::FunctionCall& call, const hir::Expression& whole);
  Value node(const hir::IsNull& node, const hir::Expression& whole);
  Value node(const hir::Absent& absent, const hir::Expression& whole);
  Value node(const hir::Keep& keep, const hir::Expression& whole);
  Value node(const hir::Held& held, const hir::Expression& whole);
  Value node(const hir::ListLiteral& literal, const hir::Expression& whole);
  Value node(const hir::ListElement& element, const hir::Expression& whole);
  Value node(const hir::DataNext& next, const hir::Expression& whole);
  Value node(const hir::DataField& field, const hir::Expression& whole);
  Value node(const hir::DataSize& size, const hir::Expression& whole);
  void release(const hir::Release& release, Span span);
  const DataTable& table(hir::DataId data);

  Value whole_numbers(hir::BinaryOperator op, std::int64_t left, std::int64_t right, Span span);
  Value real_numbers(hir::BinaryOperator op, double left, double right, Span span);
  Value durations(const hir::Binary& binary, const hir::Expression& whole, const Value& left,
                  const Value& right);
  /// Throws what the runtime described when `status` is a failure.
  void demand(nest_status status, Span span);
  [[noreturn]] void arithmetic(std::uint32_t what, Span span);
  nest_value as_abi(const hir::Expression& expression) { return as_abi(value(expression), expression.type); }
  /// As compiled code would hand it over: what it points to stands in the arena.
  nest_value as_abi(const Value& value, hir::Type type);
  static Value from_abi(const nest_value& value);
  static Value from_abi(const nest_list& list);
  static Value from_constant(const hir::Constant& constant);
  std::vector<nest_value> holes(const hir::Template& text);
  std::string render(const hir::Template& text, const std::vector<nest_value>& values, Span span);

  static constexpr int kMostIterations = 5000;

  int iterations_ = 0;
  const hir::Program* program_;
  const SourceSet* sources_;
  UserTask* task_;
  Script* script_;
  std::map<hir::StateId, Value> states_;
  std::map<hir::SharedId, std::int64_t> counters_;
  std::map<hir::SharedId, std::deque<Value>> queues_;
  std::map<hir::SharedId, std::map<std::string, Value>> maps_;
  std::map<hir::DataId, DataTable> tables_;
  std::map<hir::DataId, std::int64_t> rows_taken_;  // of sequential and once
  std::map<hir::DataId, std::deque<std::int64_t>> rows_free_;
  std::map<hir::DataId, std::vector<std::int64_t>> rows_claimed_;
  std::vector<Value> locals_;
  Value returned_;  // by the function that has just ended
  nest_response unsent_{};
};

}  // namespace nest::oracle
