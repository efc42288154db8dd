#pragma once

#include <cstddef>
#include <string_view>

namespace nest::syntax {

/// Where the parser met a token that it did not expect.
struct Situation {
  std::size_t found = 0;           ///< type of the token
  std::size_t before = 0;          ///< type of the token in front of it
  std::size_t of_parenthesis = 0;  ///< type of what is in front of the innermost `(` around it, if any
  std::size_t rule = 0;            ///< index of the grammar's rule that is being read
  bool in_hole = false;            ///< it stands in a hole of a string
  std::string_view text;           ///< of the token
  std::string_view text_before;    ///< of the token in front of it
  bool adjacent = false;           ///< nothing stands between the two
  bool begins_line = false;        ///< it is the first of its line
  bool could_go_on = false;        ///< the expression in front of it could have gone on with an operator
  bool wants_time = false;         ///< `for` was expected
  bool wants_block = false;        ///< a `{` was expected
};

[[nodiscard]] bool is_arithmetic(std::size_t type);

/// Whether a token of that type can only begin a statement.
[[nodiscard]] bool begins_statement(std::size_t type);

/// Whether the method of a request stands where only an expression can follow: `log GET "/"`.
[[nodiscard]] bool is_request_in_expression(std::size_t found, std::size_t before);

/// The way out of a mistake that people bring along from other languages; empty when there is no honest
/// advice.
[[nodiscard]] std::string_view hint(const Situation& situation);

}  // namespace nest::syntax
