#pragma once

#include <cstddef>
#include <string_view>

#include "compiler/syntax/file_tokens.h"
#include "compiler/syntax/syntax_errors.h"

namespace nest::syntax {

/// Says what one token by itself is wrong in: a character, an operator or an escape that does not exist, a
/// number out of range, a comment or a '…' string without an end.
class TokenJudge {
 public:
  /// `text` is the whole file's.
  TokenJudge(std::string_view text, SyntaxErrors& errors) : text_(text), errors_(errors) {}

  /// Reports what is wrong with the token and hides it or gives it the type that was meant. `before` is the
  /// type of the token in front of it.
  void judge(FileToken& token, std::size_t before);

 private:
  void number(const FileToken& token, std::size_t before);
  void character(FileToken& token);
  void foreign_operator(FileToken& token, std::size_t meant, std::string_view word);

  [[nodiscard]] std::string_view text(const FileToken& token) const {
    return text_.substr(token.getStartIndex(), token.end() - token.getStartIndex());
  }
  [[nodiscard]] Span span(const FileToken& token) const {
    return errors_.span(token.getStartIndex(), token.end());
  }

  std::string_view text_;
  SyntaxErrors& errors_;
  std::size_t semicolons_ = 0;
};

}  // namespace nest::syntax
