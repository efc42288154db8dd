#pragma once

#include <cstddef>

#include "compiler/syntax/generated.h"

namespace nest::syntax {

/// The token of a `?` that no type has there, which is why the one at `unexpected` was: right of `as`, in the
/// same statement. Null when there is none.
[[nodiscard]] const antlr4::Token* optional_cast(antlr4::TokenStream& tokens, std::size_t unexpected);

/// Whether the unexpected token is a second `?` of a type: `int??`, `int? ?`.
[[nodiscard]] bool is_second_question(antlr4::TokenStream& tokens, std::size_t unexpected);

}  // namespace nest::syntax
