#pragma once

#include <cstdint>
#include <span>

#include "runtime/abi/nest_abi.h"
#include "runtime/values/arena.h"
#include "runtime/values/failure.h"
#include "runtime/values/text.h"

namespace nest {

[[nodiscard]] inline nest_value value_of_int(std::int64_t value) { return {NEST_INT, {.i = value}}; }
[[nodiscard]] inline nest_value value_of_float(double value) { return {NEST_FLOAT, {.f = value}}; }
[[nodiscard]] inline nest_value value_of_bool(bool value) { return {NEST_BOOL, {.i = value ? 1 : 0}}; }
[[nodiscard]] inline nest_value value_of_text(std::string_view text) {
  return {NEST_STRING, {.s = str_of(text)}};
}
[[nodiscard]] inline nest_value value_of_json(std::string_view json) {
  return {NEST_JSON, {.s = str_of(json)}};
}

[[nodiscard]] inline std::span<const nest_value> items_of(const nest_list& list) {
  return {list.items, list.count};
}

/// Room for `count` items, to be filled by the caller; null beyond the arena's limit. Never null otherwise,
/// not even for none.
[[nodiscard]] nest_value* try_items(Arena& arena, std::size_t count);

/// A list of copies of the items; what they point to is not copied.
[[nodiscard]] Result<nest_list> make_list(std::span<const nest_value> items, Arena& arena);

}  // namespace nest
