#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/hir/expression.h"
#include "compiler/hir/ids.h"
#include "compiler/hir/statement.h"
#include "compiler/source/file_status.h"

namespace nest::hir {

struct Local {
  std::string name;  // empty: a temporary
  Type type{};
  std::optional<DataId> data = {};  // of a Row: whose
};

/// What becomes one coroutine; or, of kind Function, a plain function when it never suspends.
enum class FunctionKind : std::uint8_t { StateInit, OnStart, OnStop, Task, Function, Once };
struct Function {
  std::string symbol;  // unique: "shop/shopper.Shopper.buy"
  FunctionKind kind{};
  std::vector<Local> locals;
  Block body;
  Span span;
  // Of a `fn`, all of them.
  std::size_t parameters = 0;  // the first of its locals
  Type result{};               // Void: it gives nothing
  bool suspends = false;       // it may: it sends requests, sleeps, shares, loops, or calls one that does
};

/// A `let` or `var` of a taskset or of the user block.
struct State {
  std::string name;
  Type type{};                      // never Response or Void
  std::optional<TasksetId> owner;   // none: the user block
  std::optional<DataId> data = {};  // of a Row: whose
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

/// A number of a plan, and the param that takes its place in a run: an Int or Float, or a Duration in
/// nanoseconds.
struct Amount {
  double value = 0;
  std::optional<GlobalId> global = {};
};
enum class LoadKind : std::uint8_t { Users, Arrivals };
/// A level that is held (from and to are the same), or a ramp.
struct PlanStep {
  std::string name;  // may be empty
  Amount from;       // users, or arrivals a second
  Amount to;
  Amount length;  // nanoseconds
  Span span;
};
struct PlanWeight {
  TasksetId taskset{};
  std::uint32_t weight = 1;
};
enum class LimitMetric : std::uint8_t {
  Percentile,
  Average,
  Minimum,
  Maximum,
  Errors,
  Checks,
  Requests,
  Dropped
};
enum class LimitComparison : std::uint8_t { Less, LessEqual, Greater, GreaterEqual };
/// Which part of the plan a limit looks at.
enum class LimitPart : std::uint8_t { Steady, Ramp, Step };
struct Limit {
  std::string text;  // as written
  Span span;
  LimitMetric metric{};
  double percentile = 0;    // of a Percentile
  std::vector<RowId> rows;  // empty: all requests together
  LimitComparison comparison{};
  Amount bound;             // nanoseconds, a share from 0 to 1, or a number a second
  std::int64_t window = 0;  // nanoseconds; 0: the whole part
  LimitPart part{};
  std::uint32_t step = 0;  // of a Step
  bool aborts = false;
};
/// A load shape, and what it is to hold.
struct Plan {
  std::string name;
  std::string full_name;  // shop/shopper.peak
  std::string doc;
  Span span;
  LoadKind kind{};
  std::vector<PlanStep> steps;  // at least one
  std::vector<PlanWeight> weights;
  std::optional<std::uint64_t> max_users;   // of arrivals
  std::optional<std::uint64_t> iterations;  // of arrivals
  std::vector<Limit> limits;
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

enum class DataFormat : std::uint8_t { Csv, Json, Lines };
enum class DataPolicy : std::uint8_t { Unique, Once, Sequential, Shuffle, Random };
enum class Exhausted : std::uint8_t { Fail, Wait, Wrap, StopUser, StopRun };
/// Rows that a user holds as long as it is in a taskset: what its state and its on_start take for certain.
struct Claim {
  std::optional<TasksetId> taskset;  // none: the user block
  std::uint32_t rows = 0;
};
/// Rows of a data file. Of Random `exhausted` is of no use.
struct Data {
  DataFormat format{};
  DataPolicy policy{};
  Exhausted exhausted{};
  std::string name;
  std::string full_name;  // shop/shopper.accounts
  std::string doc;
  Span span;
  std::string path;                  // absolute, or from the folder that paths of sources are from
  std::vector<std::string> columns;  // of CSV its header, of JSON the keys of its first object
  std::vector<Claim> claims = {};    // of Unique alone
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
enum class HttpVersion : std::uint8_t { Http1, Http2 };
struct Request {
  Method method{};
  RowId row{};
  Span span;
  Template url;
  Template headers;  // "Name: value\r\n"…
  BodyKind body_kind{};
  Template body;
  std::optional<std::int32_t> max_redirects;
  std::optional<HttpVersion> http;
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
/// A file whose bytes went into a program, beside its sources: `file("x")`, the columns of data. As it was
/// just before it was read; a file that cannot be looked at is no part of a program.
struct FileRead {
  std::string path;
  FileStatus status = {};
};

struct Program {
  std::vector<Taskset> tasksets;
  std::vector<Task> tasks;
  std::vector<Function> functions;
  std::vector<State> states;
  std::vector<Global> globals;
  std::vector<Shared> shared;
  std::vector<Metric> metrics;
  std::vector<TransactionInfo> transactions;
  std::vector<Data> data;
  std::vector<Service> services;
  std::vector<Plan> plans;
  std::vector<Request> requests;
  std::vector<Row> rows;
  std::vector<CheckInfo> checks;
  std::vector<std::string> patterns;  // regular expressions, each once; all of them are right
  std::vector<FileRead> files;        // what was read for it
  UserBlock user;
  std::optional<FunctionId> setup = {};     // before the first user starts; reads no state
  std::optional<FunctionId> teardown = {};  // after the last has stopped
};

}  // namespace nest::hir
