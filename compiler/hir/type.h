#pragma once

#include <cstdint>
#include <string_view>

namespace nest::hir {

/// Void is the type of a call that gives nothing; Duration is nanoseconds; Json is one JSON value as text;
/// Row is the number of a row of one data. A List knows the type of its elements; that of an empty literal is
/// Void until something says more. An optional type has the kind of the values that it may hold, and equals
/// no kind.
class Type {
 public:
  enum Kind : std::uint8_t { Void, Int, Float, Bool, String, Duration, Json, Response, Row, List };

  constexpr Type() = default;
  constexpr Type(Kind kind) : kind_(kind) {}  // NOLINT(google-explicit-constructor): `Type type = Type::Int`
  /// `element` is none of Void, Response, Row and List, save for the empty literal.
  [[nodiscard]] static constexpr Type list_of(Kind element) {
    Type type(List);
    type.element_ = element;
    return type;
  }

  /// For `switch`, over what it holds.
  constexpr operator Kind() const { return kind_; }  // NOLINT(google-explicit-constructor)
  /// Of a List; Void otherwise.
  [[nodiscard]] constexpr Type element() const { return element_; }

  /// `T?` of this T, which is none of Void, Response and Row.
  [[nodiscard]] constexpr Type optional() const {
    Type type = *this;
    type.is_optional_ = true;
    return type;
  }
  [[nodiscard]] constexpr bool is_optional() const { return is_optional_; }
  /// The T of a `T?`; of all others themselves.
  [[nodiscard]] constexpr Type value() const {
    Type type = *this;
    type.is_optional_ = false;
    return type;
  }

  friend constexpr bool operator==(Type one, Type other) = default;
  friend constexpr bool operator==(Type type, Kind kind) { return type.kind_ == kind && !type.is_optional_; }

 private:
  Kind kind_ = Void;
  Kind element_ = Void;
  bool is_optional_ = false;
};

/// What a list can hold, and a `shared` object.
[[nodiscard]] constexpr bool can_be_element(Type type) {
  return !type.is_optional() && type != Type::Void && type != Type::Response && type != Type::Row &&
         type != Type::List;
}

/// As written in the language: "int", "list<string>", "string?", …
[[nodiscard]] std::string_view name(Type type);

}  // namespace nest::hir
