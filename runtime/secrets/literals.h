#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace nest {

/// A string literal of a source text.
struct Literal {
  std::size_t begin = 0;  ///< where its first quote stands
  std::string_view text;  ///< what stands between the quotes, as it is written
};

/// All string literals of a .nest file or a nest.toml, of all four kinds of quotes; comments are passed over.
/// A literal inside the hole of another one is one of its own. Never fails: what ends without its quote ends
/// with the line, or with the text.
[[nodiscard]] std::vector<Literal> literals_of(std::string_view text, bool is_toml);

}  // namespace nest
