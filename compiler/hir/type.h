#pragma once

#include <cstdint>
#include <string_view>

namespace nest::hir {

/// Void is the type of a call that gives nothing; Duration is nanoseconds; Json is one JSON value as text;
/// Row is the number of a row of one data. A List knows the type of its elements; that of an empty literal is
/// Void until something says more.
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

  /// For `switch`.
  constexpr operator Kind() const { return kind_; }  // NOLINT(google-explicit-constructor)
  /// Of a List; Void otherwise.
  [[nodiscard]] constexpr Type element() const { return element_; }

  friend constexpr bool operator==(Type one, Type other) {
    return one.kind_ == other.kind_ && one.element_ == other.element_;
  }
  friend constexpr bool operator==(Type type, Kind kind) { return type.kind_ == kind; }

 private:
  Kind kind_ = Void;
  Kind element_ = Void;
};

/// What a list can hold, and a `shared` object.
[[nodiscard]] constexpr bool can_be_element(Type type) {
  return type != Type::Void && type != Type::Response && type != Type::Row && type != Type::List;
}

/// As written in the language: "int", "list<string>", …
[[nodiscard]] std::string_view name(Type type);

}  // namespace nest::hir
