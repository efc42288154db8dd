#include "compiler/config/toml_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace nest::config {
namespace {

bool is_bare(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

std::string toml_number(double number) {
  std::string text = fmt::format("{}", number);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  // TOML wants a digit on both sides of the point, which fmt gives; `1e+20` it takes as it is.
  return text;
}

struct ValueText {
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(std::int64_t value) const { return std::to_string(value); }
  std::string operator()(double value) const { return toml_number(value); }
  std::string operator()(const std::string& value) const { return toml_string(value); }
  std::string operator()(const std::vector<std::string>& values) const {
    std::vector<std::string> texts;
    texts.reserve(values.size());
    for (const std::string& value : values) texts.push_back(toml_string(value));
    return fmt::format("[{}]", fmt::join(texts, ", "));
  }
};

}  // namespace

std::string toml_value(const EditValue& value) { return std::visit(ValueText{}, value); }

std::string toml_string(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (c == '\n') {
      quoted += "\\n";
    } else if (c == '\t') {
      quoted += "\\t";
    } else if (byte < 0x20 || byte == 0x7F) {
      quoted += fmt::format("\\u{:04X}", byte);
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

std::string toml_key(std::span<const std::string> parts) {
  std::string key;
  for (const std::string& part : parts) {
    if (!key.empty()) key += '.';
    key += !part.empty() && std::ranges::all_of(part, is_bare) ? part : toml_string(part);
  }
  return key;
}

}  // namespace nest::config
