#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "compiler/ast/expressions.h"

namespace nest::ast {

enum class Method : std::uint8_t { Get, Post, Put, Patch, Delete, Head, Options };

/// `header "X-Name": value`.
struct HeaderItem {
  ExpressionPtr name;
  ExpressionPtr value;
};
/// `query { page: 2 }` and `form { … }` share their fields' form.
struct Field {
  Name key;  // the text of an identifier or of a string without holes
  ExpressionPtr value;
};
struct QueryItem {
  std::vector<Field> fields;
};
struct FormItem {
  std::vector<Field> fields;
};
struct JsonItem {
  ExpressionPtr value;  // a JsonObject, a JsonArray or any expression
};
struct BodyItem {
  ExpressionPtr value;
};
struct NameItem {
  ExpressionPtr value;
};
struct TimeoutItem {
  ExpressionPtr value;
};
struct RedirectsItem {
  ExpressionPtr value;
};
struct CompressedItem {};
/// `http 2`, `http 1.1`.
struct HttpItem {
  ExpressionPtr version;
};
/// `multipart { a: e, b: file("x.png") }`: a call of `file` is a file that is uploaded.
struct MultipartItem {
  std::vector<Field> fields;
};
/// `auth basic(name, password)`, `auth bearer(token)`.
struct AuthItem {
  Name scheme;
  std::vector<ExpressionPtr> arguments;
};
/// `expect a, b` or, with `require`, the same that also abandons the task.
struct ConditionsItem {
  bool require = false;
  std::vector<ExpressionPtr> conditions;
};

struct RequestItem {
  Span span;
  std::variant<HeaderItem, QueryItem, FormItem, JsonItem, BodyItem, NameItem, TimeoutItem, RedirectsItem,
               CompressedItem, HttpItem, MultipartItem, AuthItem, ConditionsItem>
      node;
};

struct Request {
  Span span;
  Method method{};
  Span method_span;
  ExpressionPtr url;
  std::vector<RequestItem> items;
};

}  // namespace nest::ast
