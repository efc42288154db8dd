#include "compiler/syntax/lexer.h"

#include <algorithm>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace nest::syntax {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_word_character(char c) { return is_letter(c) || (c >= '0' && c <= '9'); }

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

}  // namespace

std::unique_ptr<antlr4::Token> Lexer::nextToken() {
  if (mode != DEFAULT_MODE) return NestLexer::nextToken();
  skip_blanks_and_comments();
  const std::string_view text = characters_.text();
  const std::size_t begin = characters_.index();
  if (begin == text.size() || !is_letter(text[begin])) return NestLexer::nextToken();
  std::size_t end = begin + 1;
  while (end < text.size() && is_word_character(text[end])) ++end;
  characters_.seek(end);
  static const WordTypes words = keywords(getVocabulary());
  const auto keyword = words.find(text.substr(begin, end - begin));
  const std::size_t word_type = keyword == words.end() ? std::size_t{Identifier} : keyword->second;
  auto word = std::make_unique<antlr4::CommonToken>(
      std::pair<antlr4::TokenSource*, antlr4::CharStream*>(this, &characters_), word_type,
      antlr4::Token::DEFAULT_CHANNEL, begin, end - 1);
  word->setLine(getLine());
  return word;
}

/// As the rules Space and LineComment have it: `///` and `////` are none of these.
void Lexer::skip_blanks_and_comments() {
  const std::string_view text = characters_.text();
  const std::size_t begin = characters_.index();
  std::size_t at = begin;
  while (at < text.size()) {
    const char c = text[at];
    if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
      ++at;
    } else if (c == '/' && text.substr(at).starts_with("//") && !text.substr(at).starts_with("///")) {
      const std::size_t comment = at;
      at = std::min(text.find_first_of("\r\n", at), text.size());
      note_directive(comment, at);
    } else {
      break;
    }
  }
  if (at == begin) return;
  const auto lines = std::ranges::count(text.substr(begin, at - begin), '\n');
  if (lines > 0) setLine(getLine() + static_cast<std::size_t>(lines));
  characters_.seek(at);
}

void Lexer::note_directive(std::size_t begin, std::size_t end) {
  constexpr std::string_view kMark = "nestc:";
  const std::string_view comment = characters_.text().substr(begin, end - begin);
  const std::size_t first = comment.find_first_not_of(" \t", 2);
  if (first == std::string_view::npos || !comment.substr(first).starts_with(kMark)) return;
  // Where the lexer goes back after a mistake, it comes by again.
  if (directives_.empty() || directives_.back().first < begin) directives_.emplace_back(begin, end);
}

}  // namespace nest::syntax
