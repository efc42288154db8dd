#include "runtime/values/json_reader.h"
#include "runtime/values/json_value.h"
#include "runtime/values/number_text.h"
#include "runtime/values/text.h"

namespace nest {
namespace {

/// The inside of a string that needs no decoding; data() is null when it does (or is none).
std::string_view plain_content(std::string_view json) {
  if (json.size() < 2 || json.front() != '"' || json.back() != '"') return {};
  const std::string_view inside = json.substr(1, json.size() - 2);
  for (const char c : inside) {
    if (c == '\\' || c == '"' || static_cast<unsigned char>(c) < 0x20) return {};
  }
  return inside;
}

Failure number_failure(std::string_view json, NumberError error, std::string_view type, Arena& arena) {
  if (error == NumberError::NotANumber) return wrong_kind(json, type, arena);
  const std::string number = excerpt(trimmed(json));
  return fails(arena, "the JSON value {} is too large for {}", number, type);
}

}  // namespace

JsonKind json_kind(std::string_view json) {
  const std::string_view text = json_text(json);
  if (text.empty()) return JsonKind::Broken;
  switch (text.front()) {
    case '{':
      return JsonKind::Object;
    case '[':
      return JsonKind::Array;
    case '"':
      return decode_json_string(text).data() != nullptr ? JsonKind::String : JsonKind::Broken;
    case 'n':
      return text == "null" ? JsonKind::Null : JsonKind::Broken;
    case 't':
      return text == "true" ? JsonKind::Bool : JsonKind::Broken;
    case 'f':
      return text == "false" ? JsonKind::Bool : JsonKind::Broken;
    default:
      return is_json_number(text) ? JsonKind::Number : JsonKind::Broken;
  }
}

std::string_view decode_json_string(std::string_view json) {
  const std::string_view text = json_text(json);
  if (text.empty() || text.front() != '"') return {};
  if (const std::string_view plain = plain_content(text); plain.data() != nullptr) return plain;
  ondemand::document document;
  std::string_view content;
  if (open_json(text).get(document) != simdjson::SUCCESS) return {};
  if (document.get_string().get(content) != simdjson::SUCCESS) return {};
  const bool at_end = document.current_location().error() == simdjson::OUT_OF_BOUNDS;
  return at_end ? content : std::string_view();
}

Result<std::int64_t> json_to_int(std::string_view json, Arena& arena) {
  const std::string_view text = json_text(json);
  const bool quoted = text.starts_with('"');
  const auto number = quoted ? parse_int(decode_json_string(text)) : parse_json_int(text);
  if (!number) return number_failure(text, number.error(), "an int", arena);
  return *number;
}

Result<double> json_to_float(std::string_view json, Arena& arena) {
  const std::string_view text = json_text(json);
  const bool quoted = text.starts_with('"');
  if (!quoted && !is_json_number(text)) return wrong_kind(text, "a float", arena);
  const auto number = parse_float(quoted ? decode_json_string(text) : text);
  if (!number) return number_failure(text, number.error(), "a float", arena);
  return *number;
}

Result<bool> json_to_bool(std::string_view json, Arena& arena) {
  const std::string_view text = json_text(json);
  if (text == "true") return true;
  if (text == "false") return false;
  return wrong_kind(text, "a bool", arena);
}

Result<std::string_view> json_to_string(std::string_view json, Arena& arena) {
  const std::string_view text = json_text(json);
  const JsonKind kind = json_kind(text);
  if (kind == JsonKind::Number || kind == JsonKind::Bool) return text;
  if (kind != JsonKind::String) return wrong_kind(text, "a string", arena);
  // Without escapes it is a slice of the text, which lives as long as the value and is padded.
  if (const std::string_view plain = plain_content(text); plain.data() != nullptr) return plain;
  const nest_str copy = arena.copy(decode_json_string(text));
  if (copy.data == nullptr) return fails_for_space();
  return view_of(copy);
}

Result<void> json_present(std::string_view json, Arena& arena) {
  if (json_text(json) == "null") return missing(arena, "the JSON value is null");
  return {};
}

}  // namespace nest
