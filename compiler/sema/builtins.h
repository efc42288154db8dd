#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace nest::sema {

enum class BuiltinKind : std::uint8_t {
  Random,
  Length,
  Environment,
  Contains,
  ToInt,
  ToFloat,
  ToString,
  Raw,
  Later
};

/// One built-in function. `Later`: named in the language, not there yet.
struct BuiltinRow {
  std::string_view name;
  BuiltinKind kind{};
  std::size_t least_arguments = 0;
  std::size_t most_arguments = 0;
};

/// Null when there is no such function.
[[nodiscard]] const BuiltinRow* find_builtin(std::string_view name);
/// Those that can be called today.
[[nodiscard]] std::vector<std::string_view> builtin_names();

}  // namespace nest::sema
