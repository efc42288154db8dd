#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/syntax/source_tokens.h"

namespace nest::format {

/// A comment between two tokens.
struct Comment {
  std::string text;        ///< without its line end; `\n` between the lines of a /* */ one
  std::size_t line_ends;   ///< in front of it, since the token or the comment before
  bool starred = false;    ///< a /* */ whose further lines all begin with ` *`: they move with the first
  bool ends_line = false;  ///< `//` and `///`: nothing can follow on its line
};

/// What lies between a token and the one in front of it.
struct Gap {
  std::vector<Comment> trailing;  ///< on the line of the token in front, with nothing of the file behind them
  std::vector<Comment> leading;   ///< the rest
  std::size_t line_ends = 0;      ///< between the last of all that and the token
  std::size_t first_line_ends = 0;  ///< between the token in front and the first of `leading`, or the token

  /// True when the two tokens cannot stand on one line.
  [[nodiscard]] bool breaks() const;
  /// True when any white space or comment in it ends a line.
  [[nodiscard]] bool has_line_end() const;
};

/// For each token the gap in front of it, and at the end the gap behind the last one.
[[nodiscard]] std::vector<Gap> read_gaps(std::string_view text, const std::vector<SourceToken>& tokens);

}  // namespace nest::format
