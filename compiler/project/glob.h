#pragma once

#include <string_view>

namespace nest {

/// Whether `text` as a whole is what `glob` describes: `*` stands for any text, `/` and nothing included, `?`
/// for one character, everything else for itself. No escapes: no name of a taskset holds a `*` or `?`. Time
/// grows with the product of both lengths at worst.
[[nodiscard]] bool glob_matches(std::string_view glob, std::string_view text);

/// Whether it holds a `*` or a `?`.
[[nodiscard]] bool is_glob(std::string_view text);

}  // namespace nest
