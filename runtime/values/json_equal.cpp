#include <algorithm>
#include <cmath>
#include <vector>

#include "runtime/values/json_reader.h"
#include "runtime/values/json_value.h"
#include "runtime/values/number_text.h"
#include "runtime/values/text.h"

namespace nest {
namespace {

namespace dom = simdjson::dom;
using Members = std::vector<dom::key_value_pair>;

bool equal_numbers(std::int64_t left, double right) {
  // Both ways: a large int may round to the float, and the float may have a fraction.
  constexpr double kBound = 9223372036854775808.0;  // 2^63
  return right >= -kBound && right < kBound && std::trunc(right) == right &&
         static_cast<std::int64_t>(right) == left;
}

/// A number as written. Ints that fit are compared exactly; all else as floats.
bool equal_number(std::string_view number, std::int64_t other) {
  if (const auto value = parse_int(number)) return *value == other;
  const auto value = parse_float(number);
  return value && equal_numbers(other, *value);
}

bool equal_number(std::string_view number, double other) {
  if (const auto value = parse_int(number)) return equal_numbers(*value, other);
  const auto value = parse_float(number);
  return value && *value == other;
}

bool equal_numbers(const dom::element& left, const dom::element& right) {
  std::int64_t a = 0;
  std::int64_t b = 0;
  const bool left_int = left.get(a) == simdjson::SUCCESS;
  const bool right_int = right.get(b) == simdjson::SUCCESS;
  if (left_int && right_int) return a == b;
  if (left.is_uint64() && right.is_uint64())
    return left.get_uint64().value_unsafe() == right.get_uint64().value_unsafe();
  if (left_int) return right.is_double() && equal_numbers(a, right.get_double().value_unsafe());
  if (right_int) return left.is_double() && equal_numbers(b, left.get_double().value_unsafe());
  return left.get_double().value_unsafe() == right.get_double().value_unsafe();
}

/// Sorted by key; of equal keys the first stays.
Members members_of(const dom::object& object) {
  Members members(object.begin(), object.end());
  const auto by_key = [](const auto& a, const auto& b) { return a.key < b.key; };
  std::stable_sort(members.begin(), members.end(), by_key);
  const auto same_key = [](const auto& a, const auto& b) { return a.key == b.key; };
  members.erase(std::unique(members.begin(), members.end(), same_key), members.end());
  return members;
}

bool equal_elements(const dom::element& left, const dom::element& right);

bool equal_arrays(const dom::array& left, const dom::array& right) {
  auto other = right.begin();
  for (const dom::element element : left) {
    if (!(other != right.end()) || !equal_elements(element, *other)) return false;
    ++other;
  }
  return !(other != right.end());
}

bool equal_objects(const dom::object& left, const dom::object& right) {
  const Members a = members_of(left);
  const Members b = members_of(right);
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return x.key == y.key && equal_elements(x.value, y.value);
  });
}

/// Recursion ends at the parser's depth limit.
bool equal_elements(const dom::element& left, const dom::element& right) {
  if (left.is_number() && right.is_number()) return equal_numbers(left, right);
  if (left.type() != right.type()) return false;
  switch (left.type()) {
    case dom::element_type::ARRAY:
      return equal_arrays(left.get_array().value_unsafe(), right.get_array().value_unsafe());
    case dom::element_type::OBJECT:
      return equal_objects(left.get_object().value_unsafe(), right.get_object().value_unsafe());
    case dom::element_type::STRING:
      return left.get_string().value_unsafe() == right.get_string().value_unsafe();
    case dom::element_type::BOOL:
      return left.get_bool().value_unsafe() == right.get_bool().value_unsafe();
    default:
      return true;
  }
}

simdjson::simdjson_result<dom::element> parse_tree(std::string_view json, dom::parser& parser) {
  const auto error = parser.allocate(std::max(json.size(), parser.capacity()), kDeepestJson);
  if (error != simdjson::SUCCESS) return error;
  return parser.parse(json.data(), json.size(), false);
}

Result<bool> equal_trees(std::string_view left, std::string_view right, Arena& arena) {
  thread_local dom::parser left_parser;
  thread_local dom::parser right_parser;
  dom::element a;
  dom::element b;
  if (const auto error = parse_tree(left, left_parser).get(a)) return not_json(left, error, arena);
  if (const auto error = parse_tree(right, right_parser).get(b)) return not_json(right, error, arena);
  return equal_elements(a, b);
}

}  // namespace

Result<bool> json_equal(std::string_view json, const nest_value& other, Arena& arena) {
  const std::string_view text = json_text(json);
  if (other.kind == NEST_JSON) return equal_trees(text, json_text(view_of(other.as.s)), arena);
  const JsonKind kind = json_kind(text);
  if (kind == JsonKind::Broken) return not_json(json, simdjson::TAPE_ERROR, arena);
  switch (other.kind) {
    case NEST_INT:
      return kind == JsonKind::Number && equal_number(text, other.as.i);
    case NEST_FLOAT:
      return kind == JsonKind::Number && equal_number(text, other.as.f);
    case NEST_BOOL:
      return kind == JsonKind::Bool && (text == "true") == (other.as.i != 0);
    case NEST_STRING:
      return kind == JsonKind::String && decode_json_string(text) == view_of(other.as.s);
    default:
      return false;
  }
}

}  // namespace nest
