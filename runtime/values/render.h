#pragma once

#include <string_view>

#include "runtime/abi/nest_abi.h"
#include "runtime/values/arena.h"
#include "runtime/values/failure.h"

namespace nest {

/// Writes a template: constant texts and encoded holes (NEST_PART_…), in one block of the arena, padded.
/// `values` are the holes. Numbers as number_text.h says. Fails for a header hole with CR, LF or NUL in it,
/// for nan and infinities in JSON, for JSON that is none, and when the arena is full.
[[nodiscard]] Result<std::string_view> render(const nest_template& text, const nest_value* values,
                                              Arena& arena);

}  // namespace nest
