#include "runtime/values/json_reader.h"

#include <bit>

#include "runtime/values/json_value.h"
#include "runtime/values/text.h"

namespace nest {

std::string_view json_text(std::string_view json) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (json.starts_with(kByteOrderMark)) json.remove_prefix(kByteOrderMark.size());
  return trimmed(json);
}

simdjson::simdjson_result<ondemand::document> open_json(std::string_view json) {
  thread_local ondemand::parser parser;
  // In powers of two: answers that differ by a few bytes must not each allocate anew.
  if (json.size() > parser.capacity()) {
    const simdjson::error_code error =
        parser.allocate(std::bit_ceil(json.size()), simdjson::DEFAULT_MAX_DEPTH);
    if (error != simdjson::SUCCESS) return error;
  }
  return parser.iterate(json.data(), json.size(), json.size() + NEST_PADDING);
}

simdjson::simdjson_result<std::string_view> slice_of(ondemand::value& value, std::string_view json) {
  std::string_view slice;
  const simdjson::error_code error = simdjson::to_json_string(value).get(slice);
  if (error != simdjson::SUCCESS) return error;
  // A token at the end of a text that was cut off is where simdjson's own bounds end.
  const bool inside = slice.data() >= json.data() && slice.data() <= json.data() + json.size() &&
                      slice.size() <= static_cast<std::size_t>(json.data() + json.size() - slice.data());
  if (!inside || slice.empty()) return simdjson::INCOMPLETE_ARRAY_OR_OBJECT;
  return slice;
}

namespace {

std::string_view words_for(simdjson::error_code reason) {
  switch (reason) {
    case simdjson::UTF8_ERROR:
      return "bytes that are not UTF-8";
    case simdjson::UNCLOSED_STRING:
      return "a string without its end";
    case simdjson::UNESCAPED_CHARS:
      return "a control character in a string";
    case simdjson::STRING_ERROR:
      return "a wrong escape in a string";
    case simdjson::INCOMPLETE_ARRAY_OR_OBJECT:
      return "it ends too early";
    case simdjson::NUMBER_ERROR:
      return "a wrong number";
    case simdjson::DEPTH_ERROR:
      return "nested too deeply";
    case simdjson::CAPACITY:
      return "too large";
    case simdjson::MEMALLOC:
      return "too large for the memory";
    default:
      return "unexpected text";
  }
}

}  // namespace

Failure not_json(std::string_view json, simdjson::error_code reason, Arena& arena) {
  if (trimmed(json).empty()) return fails(arena, "the body is not JSON: it is empty");
  const std::string beginning = excerpt(trimmed(json));
  return fails(arena, "the body is not JSON ({}): {}", words_for(reason), beginning);
}

Failure wrong_kind(std::string_view json, std::string_view wanted, Arena& arena) {
  const JsonKind kind = json_kind(json);
  if (kind == JsonKind::Null) return missing(arena, "the JSON value is null, not {}", wanted);
  const std::string beginning = excerpt(trimmed(json));
  if (kind == JsonKind::Broken) return fails(arena, "this is not JSON: {}", beginning);
  return fails(arena, "the JSON value {} is not {}", beginning, wanted);
}

}  // namespace nest
