#pragma once

#include <string>

#include "compiler/format/layout_tree.h"

namespace nest::format {

/// Writes the whole file, and decides on the way, from the outside in, where its lines end.
[[nodiscard]] std::string print_layout(LayoutTree& tree);

}  // namespace nest::format
