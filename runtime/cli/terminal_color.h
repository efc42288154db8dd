#pragma once

#include <cstdio>

namespace nest {

/// Whether what is written there may be coloured: it is a terminal, and NO_COLOR is not set
/// (https://no-color.org).
[[nodiscard]] bool has_color(std::FILE* stream);

}  // namespace nest
