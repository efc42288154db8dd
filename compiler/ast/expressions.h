#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "compiler/ast/name.h"
#include "compiler/source/span.h"

namespace nest::ast {

struct Expression;
using ExpressionPtr = std::unique_ptr<Expression>;

struct IntLiteral {
  std::int64_t value = 0;
};
struct FloatLiteral {
  double value = 0;
};
struct BoolLiteral {
  bool value = false;
};
/// `500ms`, `1.5s`, `2m`, `1h`, `10us`: in nanoseconds.
struct DurationLiteral {
  std::int64_t nanoseconds = 0;
};
/// `null`: only inside JSON.
struct NullLiteral {};

/// A string is a row of constant texts (escapes already resolved) and holes. `'…'` has one text and no hole.
using StringPart = std::variant<std::string, ExpressionPtr>;
struct StringLiteral {
  std::vector<StringPart> parts;
};

struct NameReference {
  Name name;
};
/// `base.name`: a response's field, a JSON member, `user.id`.
struct Member {
  ExpressionPtr base;
  Name name;
};
/// `base[index]`.
struct Index {
  ExpressionPtr base;
  ExpressionPtr index;
};
/// `callee(arguments)` or `callee(within 5s)`; the callee is a NameReference or a Member.
struct Call {
  ExpressionPtr callee;
  std::vector<ExpressionPtr> arguments;
  ExpressionPtr within;  // null: not given
};

enum class UnaryOperator : std::uint8_t { Negate, Not };
struct Unary {
  UnaryOperator op{};
  ExpressionPtr operand;
};

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
  Coalesce,  // `left ?? right`
};
struct Binary {
  BinaryOperator op{};
  ExpressionPtr left;
  ExpressionPtr right;
  Span operator_span;
};

/// `condition ? then : otherwise`.
struct Conditional {
  ExpressionPtr condition;
  ExpressionPtr then;
  ExpressionPtr otherwise;
};

/// `operand as type`.
struct Cast {
  ExpressionPtr operand;
  TypeName type;
};

/// `{ key: value, … }` after `json`, or nested in one.
struct JsonMember {
  Name key;  // the text of an identifier or of a string without holes
  ExpressionPtr value;
};
struct JsonObject {
  std::vector<JsonMember> members;
};
/// `[a, b]`: an array inside JSON, a list elsewhere.
struct JsonArray {
  std::vector<ExpressionPtr> elements;
};

struct Expression {
  Span span;
  std::variant<IntLiteral, FloatLiteral, BoolLiteral, DurationLiteral, NullLiteral, StringLiteral,
               NameReference, Member, Index, Call, Unary, Binary, Conditional, Cast, JsonObject, JsonArray>
      node;
};

}  // namespace nest::ast
