#pragma once

#include <cstdint>
#include <string_view>

namespace nest::hir {

/// Void is the type of a call that gives nothing; Duration is nanoseconds; Json is one JSON value as text;
/// Row is the number of a row of one data.
enum class Type : std::uint8_t { Void, Int, Float, Bool, String, Duration, Json, Response, Row };

/// As written in the language: "int", "response", …
[[nodiscard]] std::string_view name(Type type);

}  // namespace nest::hir
