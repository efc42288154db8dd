#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace nest::syntax {

/// Where a "…" string would end that begins at this byte and has no holes: behind its closing quote, or in
/// front of the line end. When what follows that quote has one without a partner, its last quote is taken for
/// the end.
[[nodiscard]] std::size_t end_of_string(std::string_view text, std::size_t begin);

/// The quote further down that was meant to close a string of several lines, of which the first one ends at
/// this byte; none when the string is just not closed. What decides is the first line below with quotes in
/// it: there has to be one too many, and it has to stand as closing ones do, behind a text and in front of
/// none. Lines of json, which may be the text itself, decide nothing.
[[nodiscard]] std::optional<std::size_t> closing_quote_below(std::string_view text, std::size_t line_end);

}  // namespace nest::syntax
