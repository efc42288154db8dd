#pragma once

#include <cstddef>

#include "compiler/syntax/generated.h"

namespace nest::syntax {

/// The generated lexer, steered where its text goes wrong.
class Lexer final : public NestLexer {
 public:
  using NestLexer::NestLexer;

  /// At a `}` too many, ANTLR would throw; the parser has better words for it.
  std::size_t popMode() override { return modeStack.empty() ? mode : NestLexer::popMode(); }

  /// Goes on at a byte of the given line, in the default mode with so many modes to return to.
  void resume(std::size_t index, std::size_t line, std::size_t modes) {
    getInputStream()->seek(index);
    setLine(line);
    mode = DEFAULT_MODE;
    modeStack.resize(modes, DEFAULT_MODE);
    hitEOF = false;
  }
};

}  // namespace nest::syntax
