#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace nest::sema {

/// Functions that are more to the checker than a row of runtime/library: they convert, they are several
/// things in one, or they are done before the run.
enum class BuiltinKind : std::uint8_t {
  Random,
  Length,
  Environment,
  Secret,
  Contains,
  ToInt,
  ToFloat,
  ToString,
  JsonEncode,
  File,
  Raw
};

struct BuiltinRow {
  std::string_view signature;  // `env(name: string, default: string) -> string`
  BuiltinKind kind{};
  std::size_t least_arguments = 0;
  std::size_t most_arguments = 0;

  [[nodiscard]] std::string_view name() const { return signature.substr(0, signature.find('(')); }
};

/// Null when it is none of them.
[[nodiscard]] const BuiltinRow* find_builtin(std::string_view name);
/// Whether there is a function of that name, of whichever kind.
[[nodiscard]] bool is_function(std::string_view name);
/// The names of all functions, and their signatures as docs/language.md shows them.
[[nodiscard]] std::vector<std::string_view> function_names();
[[nodiscard]] std::vector<std::string_view> function_signatures();

}  // namespace nest::sema
