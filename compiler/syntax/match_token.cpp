#include "compiler/syntax/match_token.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>

namespace nest::syntax {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_word_character(char c) { return is_letter(c) || is_digit(c); }
bool is_quoted_text(char c) { return c != '"' && c != '\\' && c != '{' && c != '}'; }
bool is_quoted_line(char c) { return is_quoted_text(c) && c != '\r' && c != '\n'; }
bool is_hex_digit(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/// The character at a byte; 0 behind the end.
char at_or_end(std::string_view text, std::size_t at) { return at < text.size() ? text[at] : '\0'; }

template <typename Predicate>
std::size_t end_of(std::string_view text, std::size_t at, Predicate belongs) {
  while (at < text.size() && belongs(text[at])) ++at;
  return at;
}

using WordTypes = std::unordered_map<std::string_view, std::size_t>;

/// Every keyword of the grammar with its token type, as the generated lexer knows them.
WordTypes keywords(const antlr4::dfa::Vocabulary& vocabulary) {
  static std::deque<std::string> names;  // what the keys are views of
  WordTypes types;
  for (std::size_t type = 1; type <= vocabulary.getMaxTokenType(); ++type) {
    const std::string name = vocabulary.getLiteralName(type);  // 'word', with its quotes
    if (name.size() < 3 || !is_letter(name[1])) continue;
    types.emplace(names.emplace_back(name.substr(1, name.size() - 2)), type);
  }
  return types;
}

TokenMatch match_word(std::string_view text, std::size_t at) {
  static const WordTypes words = keywords(NestLexer(nullptr).getVocabulary());
  const std::size_t end = end_of(text, at, is_word_character);
  const auto keyword = words.find(text.substr(at, end - at));
  return {keyword == words.end() ? std::size_t{NestLexer::Identifier} : keyword->second, end};
}

/// Behind the exponent that begins at `at`; `at` when none does.
std::size_t end_of_exponent(std::string_view text, std::size_t at) {
  if (at_or_end(text, at) != 'e' && at_or_end(text, at) != 'E') return at;
  const char sign = at_or_end(text, at + 1);
  const std::size_t digits = at + (sign == '+' || sign == '-' ? 2 : 1);
  const std::size_t end = end_of(text, digits, is_digit);
  return end == digits ? at : end;
}

/// The longest of LitInt, LitFloat, LitDuration and BadNumber, in this order where they are equally long.
TokenMatch match_number(std::string_view text, std::size_t at) {
  std::size_t end = end_of(text, at, is_digit);
  const bool has_fraction = at_or_end(text, end) == '.' && is_digit(at_or_end(text, end + 1));
  if (has_fraction) end = end_of(text, end + 1, is_digit);
  const std::size_t word_end = end_of(text, end, is_word_character);
  const std::size_t exponent_end = end_of_exponent(text, end);
  if (exponent_end > end && exponent_end >= word_end) return {NestLexer::LitFloat, exponent_end};
  if (word_end == end) return {has_fraction ? NestLexer::LitFloat : NestLexer::LitInt, end};
  const std::string_view unit = text.substr(end, word_end - end);
  constexpr std::string_view kDurationUnits[] = {"s", "ms", "m", "h", "us", "ns"};
  if (std::ranges::find(kDurationUnits, unit) != std::end(kDurationUnits))
    return {NestLexer::LitDuration, word_end};
  return {};
}

TokenMatch match_raw_string(std::string_view text, std::size_t at) {
  const std::size_t end = text.find_first_of("'\r\n", at + 1);
  if (end == std::string_view::npos || text[end] != '\'') return {};
  return {NestLexer::LitRawString, end + 1};
}

/// `two` when `second` stands behind the character at `at`, or else `one`.
TokenMatch one_or_two(std::string_view text, std::size_t at, char second, std::size_t two, std::size_t one) {
  return at_or_end(text, at + 1) == second ? TokenMatch{two, at + 2} : TokenMatch{one, at + 1};
}

/// What is one character, and the beginning of nothing longer; 0 for all others.
constexpr std::array<std::uint8_t, 128> kSingles = [] {
  std::array<std::uint8_t, 128> types{};
  types['{'] = NestLexer::PunLeftBrace;
  types['}'] = NestLexer::PunRightBrace;
  types['('] = NestLexer::PunLeftParen;
  types[')'] = NestLexer::PunRightParen;
  types['['] = NestLexer::PunLeftBracket;
  types[']'] = NestLexer::PunRightBracket;
  types[','] = NestLexer::PunComma;
  types[':'] = NestLexer::PunColon;
  types['+'] = NestLexer::OpPlus;
  types['*'] = NestLexer::OpTimes;
  types['%'] = NestLexer::OpRemainder;
  return types;
}();

TokenMatch match_slash(std::string_view text, std::size_t at) {
  if (at_or_end(text, at + 1) == '*') return {};  // not closed, or it would have been skipped
  if (at_or_end(text, at + 1) != '/') return {NestLexer::OpDivide, at + 1};
  return {NestLexer::DocComment, std::min(text.find_first_of("\r\n", at), text.size())};
}

TokenMatch match_sign(std::string_view text, std::size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte < kSingles.size() && kSingles[byte] != 0) return {kSingles[byte], at + 1};
  switch (text[at]) {
    case '=':
      return one_or_two(text, at, '=', NestLexer::OpEqual, NestLexer::PunAssign);
    case '<':
      return one_or_two(text, at, '=', NestLexer::OpLessEqual, NestLexer::OpLess);
    case '>':
      return one_or_two(text, at, '=', NestLexer::OpGreaterEqual, NestLexer::OpGreater);
    case '!':
      return at_or_end(text, at + 1) == '=' ? TokenMatch{NestLexer::OpNotEqual, at + 2} : TokenMatch{};
    case '?':
      return one_or_two(text, at, '?', NestLexer::OpCoalesce, NestLexer::OpQuestion);
    case '-':
      return one_or_two(text, at, '>', NestLexer::PunArrow, NestLexer::OpMinus);
    case '.':
      return one_or_two(text, at, '.', NestLexer::PunDotDot, NestLexer::PunDot);
    case '/':
      return match_slash(text, at);
    case '"':
      if (text.substr(at).starts_with("\"\"\"")) return {NestLexer::StrMultiOpen, at + 3};
      return {NestLexer::StrOpen, at + 1};
    case '\'':
      return match_raw_string(text, at);
    default:
      return {};
  }
}

/// What begins with `\`.
TokenMatch match_escape(std::string_view text, std::size_t at) {
  const char escaped = at_or_end(text, at + 1);
  if (escaped == '\0') return {};
  if (std::string_view("ntr\\\"{}").contains(escaped)) return {NestLexer::StrEscape, at + 2};
  if (escaped != 'u' || at_or_end(text, at + 2) != '{') return {};
  const std::size_t end = end_of(text, at + 3, is_hex_digit);
  if (end == at + 3 || at_or_end(text, end) != '}') return {};
  return {NestLexer::StrEscape, end + 1};
}

}  // namespace

TokenMatch match_default(std::string_view text, std::size_t at) {
  if (is_letter(text[at])) return match_word(text, at);
  if (is_digit(text[at])) return match_number(text, at);
  return match_sign(text, at);
}

TokenMatch match_text(std::string_view text, std::size_t at) {
  switch (text[at]) {
    case '"':
      return {NestLexer::StrClose, at + 1};
    case '{':
      return {NestLexer::StrHole, at + 1};
    case '\\':
      return match_escape(text, at);
    case '}':
    case '\r':
    case '\n':
      return {};
    default:
      return {NestLexer::StrText, end_of(text, at, is_quoted_line)};
  }
}

TokenMatch match_multi_text(std::string_view text, std::size_t at) {
  switch (text[at]) {
    case '"':
      if (text.substr(at).starts_with("\"\"\"")) return {NestLexer::StrClose, at + 3};
      return {NestLexer::StrText, at + 1};
    case '{':
      return {NestLexer::StrHole, at + 1};
    case '\\':
      return match_escape(text, at);
    case '}':
      return {};
    default:
      return {NestLexer::StrText, end_of(text, at, is_quoted_text)};
  }
}

}  // namespace nest::syntax
