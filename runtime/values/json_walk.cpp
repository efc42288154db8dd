#include <fmt/format.h>

#include <iterator>
#include <new>
#include <span>
#include <string>
#include <utility>

#include "runtime/values/json_reader.h"
#include "runtime/values/json_value.h"
#include "runtime/values/list.h"
#include "runtime/values/text.h"

namespace nest {
namespace {

using simdjson::error_code;
using simdjson::simdjson_result;

/// A step with its hole filled.
struct Step {
  bool by_key;
  std::string_view key;
  std::int64_t index;
};

Step filled(const nest_step& step, const nest_value* values) {
  switch (step.kind) {
    case NEST_STEP_KEY:
      return {true, view_of(step.key), 0};
    case NEST_STEP_KEY_HOLE:
      return {true, view_of(values[step.hole].as.s), 0};
    case NEST_STEP_INDEX_HOLE:
      return {false, {}, values[step.hole].as.i};
    default:
      return {false, {}, step.index};
  }
}

enum class KeyMatch : std::uint8_t { Equal, Different, HasEscapes };

/// Compares with a key as it stands in the text; `raw` begins behind the opening quote, and its end is a
/// quote that simdjson has seen.
KeyMatch match_key(const char* raw, std::string_view key) {
  for (const char c : key) {
    if (*raw == '\\') return KeyMatch::HasEscapes;
    if (*raw == '"' || *raw != c) {
      // Escapes may come later, and may still make it equal only if all before them is: it is not.
      return KeyMatch::Different;
    }
    ++raw;
  }
  if (*raw == '\\') return KeyMatch::HasEscapes;
  return *raw == '"' ? KeyMatch::Equal : KeyMatch::Different;
}

/// simdjson's own lookup compares keys with their escapes, and finds a later one of two equal keys when it
/// starts in the middle.
simdjson_result<ondemand::value> member_of(ondemand::object object, std::string_view key) {
  for (auto member : object) {
    ondemand::field field;
    if (const error_code error = std::move(member).get(field)) return error;
    KeyMatch match = match_key(field.key().raw(), key);
    if (match == KeyMatch::HasEscapes) {
      std::string_view unescaped;
      if (const error_code error = field.unescaped_key().get(unescaped)) return error;
      match = unescaped == key ? KeyMatch::Equal : KeyMatch::Different;
    }
    if (match == KeyMatch::Equal) return ondemand::value(field.value());
  }
  return simdjson::NO_SUCH_FIELD;
}

simdjson_result<ondemand::value> element_of(ondemand::array array, std::int64_t index) {
  if (index < 0) return simdjson::INDEX_OUT_OF_BOUNDS;
  return array.at(static_cast<std::size_t>(index));
}

/// `Json` is a document or a value.
template <typename Json>
simdjson_result<ondemand::value> take_step(Json& json, const Step& step) {
  if (step.by_key) {
    ondemand::object object;
    if (const error_code error = json.get_object().get(object)) return error;
    return member_of(object, step.key);
  }
  ondemand::array array;
  if (const error_code error = json.get_array().get(array)) return error;
  return element_of(array, step.index);
}

simdjson_result<std::string_view> walk(std::string_view json, std::span<const nest_step> steps,
                                       const nest_value* values) {
  ondemand::document document;
  if (const error_code error = open_json(json).get(document)) return error;
  ondemand::value value;
  if (const error_code error = take_step(document, filled(steps.front(), values)).get(value)) return error;
  for (const nest_step& step : steps.subspan(1)) {
    ondemand::value next;
    if (const error_code error = take_step(value, filled(step, values)).get(next)) return error;
    value = next;
  }
  return slice_of(value, json);
}

/// The path with its holes filled: `.items[7].id`.
std::string path_text(const nest_path& path, std::span<const nest_step> steps, const nest_value* values) {
  std::string text;
  bool has_holes = false;
  for (const nest_step& step : steps) {
    has_holes = has_holes || step.kind == NEST_STEP_KEY_HOLE || step.kind == NEST_STEP_INDEX_HOLE;
    const Step now = filled(step, values);
    if (!now.by_key) {
      fmt::format_to(std::back_inserter(text), "[{}]", now.index);
    } else if (step.kind == NEST_STEP_KEY_HOLE) {
      fmt::format_to(std::back_inserter(text), "[\"{}\"]", excerpt(now.key));
    } else {
      fmt::format_to(std::back_inserter(text), ".{}", now.key);
    }
  }
  return has_holes || path.text.size == 0 ? text : std::string(view_of(path.text));
}

bool leads_nowhere(error_code error) {
  return error == simdjson::NO_SUCH_FIELD || error == simdjson::INDEX_OUT_OF_BOUNDS ||
         error == simdjson::INCORRECT_TYPE;
}

simdjson_result<ondemand::array> open_array(std::string_view json, ondemand::document& document) {
  if (const error_code error = open_json(json).get(document)) return error;
  return document.get_array();
}

/// Two passes over simdjson's index: one to know how many, one for the slices.
simdjson_result<nest_list> list_elements(std::string_view json, Arena& arena) {
  ondemand::document document;
  ondemand::array array;
  std::size_t count = 0;
  if (const error_code error = open_array(json, document).get(array)) return error;
  if (const error_code error = array.count_elements().get(count)) return error;
  nest_value* items = try_items(arena, count);
  if (items == nullptr) return simdjson::MEMALLOC;
  std::size_t filled_items = 0;
  for (auto element : array) {
    ondemand::value value;
    std::string_view slice;
    if (const error_code error = std::move(element).get(value)) return error;
    if (const error_code error = slice_of(value, json).get(slice)) return error;
    if (filled_items == count) return simdjson::TAPE_ERROR;
    new (items + filled_items++) nest_value(value_of_json(slice));
  }
  return nest_list{items, filled_items};
}

simdjson_result<std::size_t> count_entries(std::string_view json, JsonKind kind) {
  ondemand::document document;
  if (const error_code error = open_json(json).get(document)) return error;
  return kind == JsonKind::Array ? document.count_elements() : document.count_fields();
}

}  // namespace

Result<std::string_view> json_get(std::string_view json, const nest_path& path, const nest_value* values,
                                  Arena& arena) {
  const std::string_view text = json_text(json);
  const std::span<const nest_step> steps(path.steps, path.step_count);
  if (steps.size() > kDeepestJson) return fails(arena, "a path of {} steps is too long", steps.size());
  const JsonKind kind = json_kind(text);
  if (kind == JsonKind::Broken) return not_json(json, simdjson::TAPE_ERROR, arena);
  if (steps.empty()) return text;
  error_code error = simdjson::INCORRECT_TYPE;
  if (kind == JsonKind::Object || kind == JsonKind::Array) {
    std::string_view slice;
    error = walk(text, steps, values).get(slice);
    if (error == simdjson::SUCCESS) return slice;
  }
  if (!leads_nowhere(error)) return not_json(json, error, arena);
  const std::string where = path_text(path, steps, values);
  return missing(arena, "no `{}` in the body: {}", where, excerpt(text));
}

Result<std::int64_t> json_length(std::string_view json, Arena& arena) {
  const std::string_view text = json_text(json);
  const JsonKind kind = json_kind(text);
  if (kind == JsonKind::String) return code_points(decode_json_string(text));
  if (kind != JsonKind::Array && kind != JsonKind::Object)
    return wrong_kind(text, "an array, object or string", arena);
  std::size_t count = 0;
  if (const error_code error = count_entries(text, kind).get(count)) return not_json(json, error, arena);
  return static_cast<std::int64_t>(count);
}

Result<nest_list> json_elements(std::string_view json, Arena& arena) {
  const std::string_view text = json_text(json);
  if (json_kind(text) != JsonKind::Array) return wrong_kind(text, "an array", arena);
  nest_list list{};
  const error_code error = list_elements(text, arena).get(list);
  if (error == simdjson::MEMALLOC) return fails_for_space();
  if (error != simdjson::SUCCESS) return not_json(json, error, arena);
  return list;
}

}  // namespace nest
