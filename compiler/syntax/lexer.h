#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "compiler/syntax/char_stream.h"
#include "compiler/syntax/file_tokens.h"
#include "compiler/syntax/generated.h"
#include "compiler/syntax/match_token.h"

namespace nest::syntax {

/// The tokens of a text, as the generated lexer has them. What is right is read here, by the few rules of
/// match_token.h, and only what is not is left to the automaton, which takes some ten times as long.
/// lexer_test.cpp holds the two to the same tokens.
class Lexer final : public NestLexer {
 public:
  explicit Lexer(ByteOffsetStream* characters) : NestLexer(characters), characters_(*characters) {}

  FileToken next();

  /// At a `}` too many, ANTLR would throw; the parser has better words for it.
  std::size_t popMode() override { return modeStack.empty() ? mode : NestLexer::popMode(); }

  /// The bytes of the comments `// nestc: …` that were passed, each from its first `/` to its line's end.
  [[nodiscard]] const std::vector<std::pair<std::size_t, std::size_t>>& directives() const {
    return directives_;
  }

  /// The byte that comes next.
  [[nodiscard]] std::size_t place() const { return at_; }

  /// Goes on at a byte of the given line, in the default mode with so many modes to return to.
  void resume(std::size_t index, std::size_t line, std::size_t modes) {
    at_ = index;
    line_ = line;
    mode = DEFAULT_MODE;
    modeStack.resize(modes, DEFAULT_MODE);
  }

 private:
  [[nodiscard]] TokenMatch match() const;
  void change_mode(std::size_t passed);
  FileToken ask_automaton();
  void skip_blanks_and_comments();
  [[nodiscard]] std::size_t end_of_comment() const;
  void note_directive(std::size_t begin, std::size_t end);
  void go_to(std::size_t end);

  ByteOffsetStream& characters_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::vector<std::pair<std::size_t, std::size_t>> directives_;
};

}  // namespace nest::syntax
