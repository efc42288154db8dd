#pragma once

#include <cstddef>
#include <string_view>

#include "compiler/syntax/generated.h"

namespace nest::syntax {

/// What begins at a place of a text: a token of the generated lexer's, and the byte behind it.
struct TokenMatch {
  std::size_t type =
      antlr4::Token::INVALID_TYPE;  ///< this: what begins there is for the generated lexer to say
  std::size_t end = 0;
};

/// What the rules of NestLexer.g4 say begins at `at`, a byte of the text, in the mode of that name. White
/// space and comments that are skipped do not begin there. They answer for whatever is right, and leave the
/// mistakes (Bad*) to the generated lexer.
[[nodiscard]] TokenMatch match_default(std::string_view text, std::size_t at);
[[nodiscard]] TokenMatch match_text(std::string_view text, std::size_t at);
[[nodiscard]] TokenMatch match_multi_text(std::string_view text, std::size_t at);

}  // namespace nest::syntax
