#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/abi/nest_abi.h"
#include "runtime/values/arena.h"
#include "runtime/values/failure.h"

namespace nest {

/// What compiled code does with JSON (conventions 2 and 3 of nest_abi.h): a value is the slice of text it was
/// found in, followed by NEST_PADDING readable bytes; nothing is parsed before it is asked for, and only as
/// far as needed. The text is hostile: any bytes give a value or a failure. What is called JSON here may be
/// broken where nobody looked. Results are slices of the argument, or stand in the arena. Any thread; parsers
/// are kept for each thread.

enum class JsonKind : std::uint8_t { Null, Bool, Number, String, Array, Object, Broken };
/// By the first byte; scalars are checked whole, arrays and objects are not looked into.
[[nodiscard]] JsonKind json_kind(std::string_view json);

/// Walks a path. NEST_MISSING when a step leads nowhere, through a wrong kind or null included; a null at the
/// end is found. Of equal keys the first counts. `values` are the path's holes.
[[nodiscard]] Result<std::string_view> json_get(std::string_view json, const nest_path& path,
                                                const nest_value* values, Arena& arena);

/// A whole number (5, 5.0, 1e3), or a string that holds an int.
[[nodiscard]] Result<std::int64_t> json_to_int(std::string_view json, Arena& arena);
/// A number, or a string that holds one.
[[nodiscard]] Result<double> json_to_float(std::string_view json, Arena& arena);
[[nodiscard]] Result<bool> json_to_bool(std::string_view json, Arena& arena);
/// A string without quotes and escapes; numbers and booleans as they are written.
[[nodiscard]] Result<std::string_view> json_to_string(std::string_view json, Arena& arena);

/// NEST_MISSING for null.
[[nodiscard]] Result<void> json_present(std::string_view json, Arena& arena);
/// Elements, members, or code points.
[[nodiscard]] Result<std::int64_t> json_length(std::string_view json, Arena& arena);
/// The slices of an array's elements, each NEST_JSON.
[[nodiscard]] Result<nest_list> json_elements(std::string_view json, Arena& arena);

/// The elements of an array as values of a kind: NEST_INT, NEST_FLOAT, NEST_BOOL, NEST_STRING or NEST_JSON. A
/// failure names the element.
[[nodiscard]] Result<nest_list> json_to_list(std::string_view json, std::uint32_t kind, Arena& arena);

/// See nest_json_equal. Fails only when a text is not JSON.
[[nodiscard]] Result<bool> json_equal(std::string_view json, const nest_value& other, Arena& arena);

/// A string's content without the quotes and escapes, for immediate use: it stands in the slice, or in the
/// thread's parser until the next call here. data() is null when the slice is no JSON string.
[[nodiscard]] std::string_view decode_json_string(std::string_view json);

}  // namespace nest
