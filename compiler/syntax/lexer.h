#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "compiler/syntax/char_stream.h"
#include "compiler/syntax/generated.h"

namespace nest::syntax {

/// The generated lexer, steered where its text goes wrong, and helped over what most of a file is made of:
/// white space, comments, and words, which need no automaton.
class Lexer final : public NestLexer {
 public:
  explicit Lexer(ByteOffsetStream* characters) : NestLexer(characters), characters_(*characters) {}

  std::unique_ptr<antlr4::Token> nextToken() override;

  /// At a `}` too many, ANTLR would throw; the parser has better words for it.
  std::size_t popMode() override { return modeStack.empty() ? mode : NestLexer::popMode(); }

  /// The bytes of the comments `// nestc: …` that were passed, each from its first `/` to its line's end.
  [[nodiscard]] const std::vector<std::pair<std::size_t, std::size_t>>& directives() const {
    return directives_;
  }

  /// Goes on at a byte of the given line, in the default mode with so many modes to return to.
  void resume(std::size_t index, std::size_t line, std::size_t modes) {
    getInputStream()->seek(index);
    setLine(line);
    mode = DEFAULT_MODE;
    modeStack.resize(modes, DEFAULT_MODE);
    hitEOF = false;
  }

 private:
  void skip_blanks_and_comments();
  void note_directive(std::size_t begin, std::size_t end);

  ByteOffsetStream& characters_;
  std::vector<std::pair<std::size_t, std::size_t>> directives_;
};

}  // namespace nest::syntax
