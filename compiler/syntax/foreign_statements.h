#pragma once

#include <cstdint>
#include <string_view>

namespace nest::syntax {

/// What the parser was reading.
enum class ForeignPlace : std::uint8_t { File, Plan, Member, Items, Statement };

/// What stands in .nest for a word that begins a statement, a declaration, a setting of a test or of a
/// request in Python, JavaScript or another load tester; empty for others.
[[nodiscard]] std::string_view foreign_statement_hint(std::string_view word, ForeignPlace place);

}  // namespace nest::syntax
