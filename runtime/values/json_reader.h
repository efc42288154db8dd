#pragma once

// Private to this folder's .cpp files: the only include of simdjson.

#include <simdjson.h>

#include <string_view>

#include "runtime/values/failure.h"

namespace nest {

static_assert(NEST_PADDING >= simdjson::SIMDJSON_PADDING);

namespace ondemand = simdjson::ondemand;

/// Paths and values nested deeper than this are refused, before simdjson's own limit of 1,024 is.
inline constexpr std::size_t kDeepestJson = 1000;

/// Begins to read `json` with this thread's parser: one document at a time.
[[nodiscard]] simdjson::simdjson_result<ondemand::document> open_json(std::string_view json);
/// The text without blanks and byte order mark around it (servers write them).
[[nodiscard]] std::string_view json_text(std::string_view json);
/// The slice of a value that has not been looked into.
[[nodiscard]] simdjson::simdjson_result<std::string_view> slice_of(ondemand::value& value,
                                                                   std::string_view json);

/// `the body is not JSON (unclosed string): <html>…`
[[nodiscard]] Failure not_json(std::string_view json, simdjson::error_code reason, Arena& arena);
/// `the JSON value "abc" is not an int`; NEST_MISSING for null.
[[nodiscard]] Failure wrong_kind(std::string_view json, std::string_view wanted, Arena& arena);

}  // namespace nest
