#pragma once

#include <string_view>

namespace nest::syntax {

/// What stands in .nest for a word that begins a statement or a declaration in Python or JavaScript; empty
/// for others.
[[nodiscard]] std::string_view foreign_statement_hint(std::string_view word);

}  // namespace nest::syntax
