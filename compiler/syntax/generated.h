#pragma once

// Private to compiler/syntax: the only include of the generated lexer and parser, and with what they are
// built on of ANTLR's runtime. The runtime #undefs EOF; put it back for whoever is included after us.
#pragma push_macro("EOF")
#include "NestLexer.h"
#include "NestParser.h"
#pragma pop_macro("EOF")

namespace nest::syntax {

using nest_grammar::NestLexer;
using nest_grammar::NestParser;

/// What ANTLR calls the end of the token list.
inline constexpr std::size_t kEndOfFile = static_cast<std::size_t>(-1);

}  // namespace nest::syntax
