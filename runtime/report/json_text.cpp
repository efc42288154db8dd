#include "runtime/report/json_text.h"

#include <fmt/format.h>

#include <cmath>

#include "runtime/report/format.h"

namespace nest {

std::string JsonText::quoted(std::string_view text) const {
  std::string result = "\"";
  for (const char c : one_line(filter_ ? filter_(text) : std::string(text))) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}

void JsonText::before_value() {
  if (after_name_) {
    after_name_ = false;
    return;
  }
  if (has_values_.empty()) return;
  if (has_values_.back()) text_ += ',';
  has_values_.back() = true;
  text_ += '\n';
  text_.append(2 * has_values_.size(), ' ');
}

JsonText& JsonText::begin(char bracket) {
  before_value();
  text_ += bracket;
  has_values_.push_back(false);
  return *this;
}

JsonText& JsonText::end(char bracket) {
  const bool had_values = has_values_.back();
  has_values_.pop_back();
  if (had_values) {
    text_ += '\n';
    text_.append(2 * has_values_.size(), ' ');
  }
  text_ += bracket;
  return *this;
}

JsonText& JsonText::name(std::string_view name) {
  before_value();
  text_ += quoted(name) + ": ";
  after_name_ = true;
  return *this;
}

JsonText& JsonText::value(std::string_view text) {
  before_value();
  text_ += quoted(text);
  return *this;
}

JsonText& JsonText::value(std::uint64_t number) {
  before_value();
  text_ += std::to_string(number);
  return *this;
}

JsonText& JsonText::value(double number) {
  before_value();
  text_ += std::isfinite(number) ? fmt::format("{:.6g}", number) : "null";
  return *this;
}

JsonText& JsonText::value(bool truth) {
  before_value();
  text_ += truth ? "true" : "false";
  return *this;
}

}  // namespace nest
