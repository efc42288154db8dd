#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/syntax/generated.h"

namespace nest::syntax {

/// A token as a reader calls it: "name `foo`", "`}`", "number `12`", "end of file". `text` is what was
/// written.
[[nodiscard]] std::string describe(std::size_t type, std::string_view text);

/// What could have stood at a place, as a reader would list it: "`}` or a statement". Sets that begin an
/// expression, a statement and so on are named as one. Empty when there is nothing useful to say.
[[nodiscard]] std::string describe_expected(const antlr4::misc::IntervalSet& types,
                                            const antlr4::dfa::Vocabulary& vocabulary);

/// The words among `types` that are always written the same, without their quotes.
[[nodiscard]] std::vector<std::string> keywords(const antlr4::misc::IntervalSet& types,
                                                const antlr4::dfa::Vocabulary& vocabulary);

/// True for keywords and names: what the grammar's rule `word` takes.
[[nodiscard]] bool is_word(std::size_t type);

/// Whether a text can be the name of a value: a word that is no keyword everywhere.
[[nodiscard]] bool is_value_name(std::string_view text);

}  // namespace nest::syntax
