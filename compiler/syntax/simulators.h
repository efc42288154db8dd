#pragma once

#include "compiler/syntax/generated.h"

namespace nest::syntax {

/// Lets a lexer, and a parser, work with the automata of the calling thread, in which both have to stay.
/// ANTLR shares its automata, which grow as they are used, between all threads: each step then takes a lock,
/// two threads are slower than one, and starts are read without it (4.9). Nobody else sees a thread's own, so
/// they need none; the price is that each thread fills them once (some ms), and that is why threads that
/// parse should parse many files.
void use_own_automata(NestLexer& lexer);
void use_own_automata(NestParser& parser);

}  // namespace nest::syntax
