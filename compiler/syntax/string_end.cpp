#include "compiler/syntax/string_end.h"

#include <algorithm>

namespace nest::syntax {
namespace {

/// The quotes of a line that are not escaped, and not in a comment.
struct Quotes {
  std::size_t count = 0;
  std::size_t first = 0;
  std::size_t last = 0;
};

Quotes quotes_in(std::string_view text, std::size_t begin, std::size_t end) {
  Quotes quotes;
  for (std::size_t at = begin; at < end; ++at) {
    const bool is_behind_blank = at == begin || text[at - 1] == ' ' || text[at - 1] == '\t';  // no http://
    if (quotes.count % 2 == 0 && is_behind_blank && text.substr(at, 2) == "//") break;
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      if (quotes.count++ == 0) quotes.first = at;
      quotes.last = at;
    }
  }
  return quotes;
}

std::size_t line_end_from(std::string_view text, std::size_t at) {
  return std::min(text.find_first_of("\r\n", at), text.size());
}

bool looks_like_json(std::string_view text, std::size_t first) {
  constexpr std::string_view kBeginnings = "\"{}[]";
  return kBeginnings.contains(text[first]);
}

/// Whether a quote stands as closing ones do.
bool closes(std::string_view text, std::size_t quote, std::size_t first, std::size_t end) {
  constexpr std::string_view kInFront = " \t([{,:=";
  constexpr std::string_view kBehind = " \t)]},.";
  const bool is_behind_text = quote == first || !kInFront.contains(text[quote - 1]);
  return is_behind_text && (quote + 1 == end || kBehind.contains(text[quote + 1]));
}

}  // namespace

std::size_t end_of_string(std::string_view text, std::size_t begin) {
  const std::size_t end = line_end_from(text, begin);
  const Quotes quotes = quotes_in(text, begin + 1, end);
  if (quotes.count == 0) return end;
  return (quotes.count % 2 == 0 ? quotes.last : quotes.first) + 1;
}

std::optional<std::size_t> closing_quote_below(std::string_view text, std::size_t line_end) {
  constexpr int kMostLines = 100;
  std::size_t end = line_end;
  for (int line = 0; line < kMostLines; ++line) {
    const std::size_t begin = text.find('\n', end);
    if (begin == std::string_view::npos) return std::nullopt;
    end = line_end_from(text, begin + 1);
    const std::size_t first = text.find_first_not_of(" \t", begin + 1);
    const Quotes quotes = quotes_in(text, begin + 1, end);
    if (quotes.count == 0) continue;
    const bool is_json = looks_like_json(text, first);
    const bool may_close = quotes.count == 1 || (is_json && quotes.count % 2 == 1);
    if (may_close && closes(text, quotes.last, first, end)) return quotes.last;
    if (!is_json) return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace nest::syntax
