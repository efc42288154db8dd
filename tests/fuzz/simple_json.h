#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nest::simple {

/// JSON by recursive descent after RFC 8259, as plainly as it can be written: the oracle of json_path_fuzz.
/// Strict: no byte order mark, UTF-8 checked, at most 900 levels.
enum class Kind : std::uint8_t { Null, Bool, Number, String, Array, Object };

struct Value {
  Kind kind = Kind::Null;
  std::string_view source;        // the slice, without blanks around it
  bool truth = false;             // of a Bool
  std::string text;               // of a String, without escapes
  std::vector<std::string> keys;  // of an Object, as many as children
  std::vector<Value> children;

  /// The first member of that key; null for other kinds.
  [[nodiscard]] const Value* member(std::string_view key) const;
  [[nodiscard]] const Value* element(std::size_t index) const;
  [[nodiscard]] double number() const;
  [[nodiscard]] bool finite() const;
};

/// Nothing when the text is not exactly one JSON value.
[[nodiscard]] std::optional<Value> parse(std::string_view text);
/// Of equal keys the first counts; numbers by value.
[[nodiscard]] bool equal(const Value& left, const Value& right);

}  // namespace nest::simple
