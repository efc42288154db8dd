#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/hir/expression.h"
#include "compiler/hir/ids.h"
#include "compiler/hir/statement.h"

namespace nest::hir {

struct Local {
  std::string name;  // empty: a temporary
  Type type{};
};

/// What becomes one coroutine.
enum class FunctionKind : std::uint8_t { StateInit, OnStart, OnStop, Task };
struct Function {
  std::string symbol;  // unique: "shop/shopper.Shopper.buy"
  FunctionKind kind{};
  std::vector<Local> locals;
  Block body;
  Span span;
};

/// A `let` or `var` of a taskset or of the user block.
struct State {
  std::string name;
  Type type{};                     // never Response or Void
  std::optional<TasksetId> owner;  // none: the user block
};

/// A value that the runtime writes before the first user starts, and nobody after.
enum class GlobalKind : std::uint8_t { Param, ServiceUrl, ServicePort, Environment };
struct Global {
  GlobalKind kind{};
  Type type{};            // Int, Float, Bool, String or Duration; of an Environment String
  std::string name;       // of the param, the service or the environment variable
  std::string full_name;  // shop/shopper.stock; empty for a service that only nest.toml declares
  std::string doc;
  Span span;
  Constant value;  // until it is written
  std::optional<ServiceId> service = {};
  bool has_default = true;  // else it is an error when nothing is written
};

enum class ReadyKind : std::uint8_t { None, Http, Tcp, Line };
enum class FailureKind : std::uint8_t { StopRun, GoOn, Restart };
struct ServiceVariable {
  std::string name;
  Template value;
};
/// A program that runs beside the run. The holes of its templates are GlobalReferences, all Plain.
struct Service {
  std::string name;
  std::string full_name;
  std::string doc;
  Span span;
  Template command;
  std::string folder;
  std::vector<ServiceVariable> environment;
  ReadyKind ready{};
  Template ready_text;
  std::optional<std::int64_t> within;  // nanoseconds
  std::vector<std::string> after;
  FailureKind on_failure{};
  std::optional<std::int64_t> grace;  // nanoseconds
};

/// What all users of a run share.
enum class SharedKind : std::uint8_t { Counter, Queue, Map };
struct Shared {
  SharedKind kind{};
  Type element{};  // Int, Float, Bool, String, Duration or Json; of a counter Int
  std::string name;
  std::string full_name;  // shop/shopper.orders
  std::string doc;
  Span span;
};

/// What users measure themselves.
enum class MetricKind : std::uint8_t { Counter, Trend, Gauge, Rate };
struct Metric {
  MetricKind kind{};
  Type element{};  // of a trend or gauge Float (for numbers) or Duration; of a counter Int, of a rate Bool
  std::string name;
  std::string full_name;  // shop/shopper.basket
  std::string doc;
  Span span;
};

/// What is reported as one transaction.
struct TransactionInfo {
  std::string name;
  Span span;  // of the first one of this name
};

enum class Method : std::uint8_t { Get, Post, Put, Patch, Delete, Head, Options };
struct Row {
  Method method{};
  std::string name;
};
struct CheckInfo {
  std::string text;
  Span span;
  std::optional<RowId> row;
};

enum class BodyKind : std::uint8_t { None, Json, Form, Text, Multipart };
struct Request {
  Method method{};
  RowId row{};
  Span span;
  Template url;
  Template headers;  // "Name: value\r\n"…
  BodyKind body_kind{};
  Template body;
  std::optional<std::int32_t> max_redirects;
  bool compressed = false;
  bool has_status_condition = false;
  bool wants_body = false;
  bool wants_headers = false;
  bool wants_url = false;
};

enum class WaitKind : std::uint8_t { None, Fixed, Uniform, Exponential, Normal, Pace };
struct Wait {
  WaitKind kind{};
  std::int64_t a = 0;  // nanoseconds
  std::int64_t b = 0;
  // What a run uses instead of a and b, which hold its default: a Duration, or for a Pace also an Int or
  // Float, which is the number of task starts in a second.
  std::optional<GlobalId> a_global = {};
  std::optional<GlobalId> b_global = {};
};

struct Task {
  std::string name;
  std::string full_name;
  std::string doc;
  FunctionId run{};
  TasksetId taskset{};
  Span span;
  std::vector<std::string> tags;  // its own and those of the tasksets around it, sorted
};

struct Transition {
  std::uint32_t pick = 0;  // index into the taskset's picks
  std::uint32_t weight = 1;
};
struct Pick {
  std::variant<TaskId, TasksetId> target;
  std::uint32_t weight = 1;
  std::vector<Transition> transitions;
};

enum class Order : std::uint8_t { Random, Sequential, Markov };
struct Taskset {
  std::string name;
  std::string full_name;
  std::string doc;
  std::uint32_t weight = 1;
  std::optional<TasksetId> parent;
  Span span;
  Order order{};
  Wait wait;  // the effective one
  std::optional<FunctionId> init;
  std::optional<FunctionId> on_start;
  std::optional<FunctionId> on_stop;
  std::vector<Pick> picks;
};

struct UserBlock {
  std::optional<FunctionId> init;
  std::optional<FunctionId> on_start;
  std::optional<FunctionId> on_stop;
};

/// The checked project: names resolved to ids, everything typed, nothing left to decide but how to compile
/// it. Invariants (verify.h): every id is in range, parents come before children, types agree as the node
/// comments say.
struct Program {
  std::vector<Taskset> tasksets;
  std::vector<Task> tasks;
  std::vector<Function> functions;
  std::vector<State> states;
  std::vector<Global> globals;
  std::vector<Shared> shared;
  std::vector<Metric> metrics;
  std::vector<TransactionInfo> transactions;
  std::vector<Service> services;
  std::vector<Request> requests;
  std::vector<Row> rows;
  std::vector<CheckInfo> checks;
  std::vector<std::string> patterns;  // regular expressions, each once; all of them are right
  UserBlock user;
};

}  // namespace nest::hir
