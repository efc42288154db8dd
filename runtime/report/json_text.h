#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nest {

/// Writes one JSON value, indented: begin and end objects and arrays, name the members. Numbers and texts
/// only; what is no UTF-8 in a text becomes U+FFFD. Not checked: the caller keeps the order.
class JsonText {
 public:
  /// What each text and name goes through before it is written.
  using Filter = std::function<std::string(std::string_view)>;

  JsonText() = default;
  explicit JsonText(Filter filter) : filter_(std::move(filter)) {}

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
  [[nodiscard]] std::string quoted(std::string_view text) const;

  Filter filter_;
  std::string text_;
  std::vector<bool> has_values_;  // of each object or array that is open
  bool after_name_ = false;
};

}  // namespace nest
