#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nest {

/// Writes one JSON value, indented: begin and end objects and arrays, name the members. Numbers and texts
/// only; what is no UTF-8 in a text becomes U+FFFD. Not checked: the caller keeps the order.
class JsonText {
 public:
  JsonText& begin_object() { return begin('{'); }
  JsonText& end_object() { return end('}'); }
  JsonText& begin_array() { return begin('['); }
  JsonText& end_array() { return end(']'); }
  JsonText& name(std::string_view name);
  JsonText& value(std::string_view text);
  JsonText& value(std::uint64_t number);
  JsonText& value(double number);
  JsonText& value(bool truth);

  /// A member of an object.
  template <typename T>
  JsonText& member(std::string_view key, const T& content) {
    return name(key).value(content);
  }

  /// The whole, ended by a line end.
  [[nodiscard]] std::string text() const { return text_ + '\n'; }

 private:
  JsonText& begin(char bracket);
  JsonText& end(char bracket);
  void before_value();

  std::string text_;
  std::vector<bool> has_values_;  // of each object or array that is open
  bool after_name_ = false;
};

}  // namespace nest
