#pragma once

#include <cstddef>

#include "compiler/format/layout_tree.h"

namespace nest::format {

/// Decides where the lines of an item end that stands on lines of its own, `indent` columns from the left:
/// where they ended when that is a good place, and where they have to for a line not to be too long. The
/// outermost braces are broken first, then commas, then the operators that bind least, then other brackets.
/// Sets Group::broken and break_before.
void fit_item(LayoutTree& tree, const Item& item, std::size_t indent);

/// Columns that a text takes: its code points.
[[nodiscard]] std::size_t width_of(std::string_view text);

}  // namespace nest::format
