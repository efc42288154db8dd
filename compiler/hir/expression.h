#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "compiler/hir/ids.h"
#include "compiler/hir/type.h"
#include "compiler/source/span.h"

namespace nest::hir {

struct Expression;
using ExpressionPtr = std::unique_ptr<Expression>;

/// A constant of type Int, Duration (as int64), Float, Bool or String, or a List of such.
struct Constant {
  std::variant<std::int64_t, double, bool, std::string, std::vector<Constant>> value;
};
struct LocalReference {
  LocalId local{};
};
struct StateReference {
  StateId state{};
};
/// A value that is fixed when the run starts.
struct GlobalReference {
  GlobalId global{};
};
/// `user.id`, `user.iteration`.
enum class ContextField : std::uint8_t { UserId, UserIteration };
struct ContextReference {
  ContextField field{};
};

/// How a hole is written out: the encodings of the ABI.
enum class Encoding : std::uint8_t { Plain, Percent, Form, Json, Header, Base64 };
/// A constant text, or a hole with its encoding.
struct Hole {
  Encoding encoding{};
  ExpressionPtr value;  // Int, Float, Bool, Duration, String or Json
};
using TemplatePart = std::variant<std::string, Hole>;
/// Adjacent texts are merged; an empty template is an empty text.
struct Template {
  std::vector<TemplatePart> parts;
};

/// An interpolated string (type String) or a JSON literal (type Json).
struct Render {
  Template text;
};

enum class UnaryOperator : std::uint8_t { Negate, Not };
struct Unary {
  UnaryOperator op{};
  ExpressionPtr operand;
};

/// Both operands have the same type, save Multiply and Divide of a Duration by an Int or Float. Int
/// arithmetic is checked. Comparisons give Bool. And, Or evaluate the right side only when needed. `String +
/// String` is a Render.
enum class BinaryOperator : std::uint8_t {
  Add,
  Subtract,
  Multiply,
  Divide,
  Remainder,
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  And,
  Or,
};
struct Binary {
  BinaryOperator op{};
  ExpressionPtr left;
  ExpressionPtr right;
};
/// A JSON value against another value of any comparable type: kinds that differ are unequal, never a failure.
struct JsonEqual {
  ExpressionPtr json;
  ExpressionPtr other;
  bool negated = false;
};
struct Conditional {
  ExpressionPtr condition;
  ExpressionPtr then;
  ExpressionPtr otherwise;
};
/// `left ?? right`: left, unless something in it is missing or it is JSON null. Both have the expression's
/// type.
struct Coalesce {
  ExpressionPtr left;
  ExpressionPtr right;
};

/// A list of these elements, each of the list's element type.
struct ListLiteral {
  std::vector<ExpressionPtr> elements;
};
/// `list[position]`: an Int; missing where the list has no such element.
struct ListElement {
  ExpressionPtr list;
  ExpressionPtr position;
};

/// `operand == null` (or, negated, `!=`): whether something in it is missing or it is JSON null. Gives Bool.
struct IsNull {
  ExpressionPtr operand;
  bool negated = false;
};

/// No value, of the expression's type `T?`.
struct Absent {};
/// A T as a `T?`: absent where something in it is missing or it is JSON null. A `json?` thus never holds
/// null.
struct Keep {
  ExpressionPtr operand;
};
/// The T of a `T?`, which is a LocalReference, StateReference, FunctionCall or another expression of such a
/// type. `is_known`: the checker knows that it is there. Otherwise it is missing where it is absent, and
/// stands where that is caught: somewhere left of `??`, beside `== null`, in a Keep.
struct Held {
  ExpressionPtr operand;
  bool is_known = false;
};

/// To the expression's type, from: Json (to Int, Float, Bool, String, List; may fail), String (to Int, Float;
/// may fail), Float (to Int: towards zero, may fail), Int (to Float), any scalar (to String: a Render
/// instead).
struct Convert {
  ExpressionPtr operand;
};

/// One step of a JSON path: a constant key or index, or an expression of type String (key) or Int (index).
using PathStep = std::variant<std::string, std::int64_t, ExpressionPtr>;
struct JsonPath {
  ExpressionPtr base;  // Json
  std::vector<PathStep> steps;
  std::string text;  // as written: `.items[0].id`
};

enum class ResponseField : std::uint8_t { Status, Time, Size, Body, Json, Ok, Url };
struct ResponseValue {
  ExpressionPtr response;
  ResponseField field{};
};
struct ResponseHeader {
  ExpressionPtr response;
  ExpressionPtr name;  // String
};

/// The first group of a regular expression's first match in the body, or the whole match when it has no group
/// (String); missing when nothing matches. `all`: that of each match, one behind the other (a List of
/// String); none when nothing matches. The pattern is one of the program's, or computed (String).
struct ResponseFind {
  ExpressionPtr response;
  std::variant<PatternId, ExpressionPtr> pattern;
  bool all = false;
};

/// Random: (Int, Int), (Float, Float) or (Duration, Duration). Length: String, Json or List. Environment,
/// Secret: String. Contains: (String, String).
enum class Builtin : std::uint8_t { Random, Length, Environment, Secret, Contains };
struct BuiltinCall {
  Builtin builtin{};
  std::vector<ExpressionPtr> arguments;
};

/// One of the functions of the runtime's library, by its number there (nest_library_call), with arguments and
/// a type that its signature allows.
struct LibraryCall {
  std::uint32_t function = 0;
  std::string_view name;
  bool may_be_missing = false;
  std::vector<ExpressionPtr> arguments;
};

/// Counter: Next, Add(Int), Value give an Int. Queue: Put(element) gives nothing, Take() and Take(Duration)
/// and TryTake() an element, Size an Int. Map: Get(String) gives an element, Set(String, element) nothing,
/// Remove(String) a Bool, Size an Int. Missing: TryTake, Get, and Take when its time is over. Each of them
/// may suspend; the checker keeps Take, which may do so for long, out of larger expressions.
enum class SharedMethod : std::uint8_t { Next, Add, Value, Put, Take, TryTake, Size, Get, Set, Remove };
struct SharedCall {
  SharedId object{};
  SharedMethod method{};
  std::vector<ExpressionPtr> arguments;
};

/// Of a FunctionKind::Function that comes before the one it is called in. The arguments have the types of its
/// parameters. What fails in it is never missing. It may suspend when the function does; the checker keeps
/// those that send requests, sleep or take out of larger expressions, and those that give a response too.
struct FunctionCall {
  FunctionId function{};
  std::vector<ExpressionPtr> arguments;
};

/// The next row of a data, by its policy: a Row. May suspend.
struct DataNext {
  DataId data{};
};
/// A field of a row: of CSV a column's (String), of lines the line (String; column 0), of JSON the whole
/// object (Json; column 0).
struct DataField {
  DataId data{};
  ExpressionPtr row;  // Row
  std::uint32_t column = 0;
};
/// How many rows a data has: an Int.
struct DataSize {
  DataId data{};
};

struct Expression {
  Type type = Type::Void;
  Span span;
  std::variant<Constant, LocalReference, StateReference, GlobalReference, ContextReference, Render, Unary,
               Binary, JsonEqual, Conditional, Coalesce, Convert, JsonPath, ResponseValue, ResponseHeader,
               ResponseFind, BuiltinCall, LibraryCall, SharedCall, FunctionCall, DataNext, DataField,
               DataSize, ListLiteral, ListElement, IsNull, Absent, Keep, Held>
      node;
};

}  // namespace nest::hir
