#pragma once

#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include "compiler/syntax/file_tokens.h"
#include "compiler/syntax/lexer.h"
#include "compiler/syntax/parse.h"
#include "compiler/syntax/syntax_errors.h"

namespace nest::syntax {

/// All tokens of a file, checked one by one, and what is open around them.
struct TokenList {
  static constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

  std::vector<FileToken> tokens;  ///< the last one is the end of the file
  std::vector<std::size_t>
      closers;  ///< by token: for an opening bracket its closing one, kNone for all others
  std::vector<std::size_t> hole_ends;  ///< by token: the `}` of the innermost string hole around it, or kNone
  std::optional<Span> unclosed;        ///< the last thing that is opened and never closed
  bool unclosed_reported = false;      ///< it is a string, and this has been said
};

/// Turns a file's characters into tokens and judges what one token can be judged by: characters and operators
/// that do not exist, escapes, numbers out of range, strings and comments without an end. Also holds the file
/// to ParseLimits before anything recurses over it. Tokens of the lexer's Bad* types leave hidden, or with
/// the type that was meant. Throws Abandoned.
[[nodiscard]] TokenList scan(std::string_view text, Lexer& lexer, const ParseLimits& limits,
                             SyntaxErrors& errors);

}  // namespace nest::syntax
