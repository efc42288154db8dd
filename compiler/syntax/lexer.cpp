#include "compiler/syntax/lexer.h"

#include <algorithm>
#include <memory>
#include <string_view>

namespace nest::syntax {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

}  // namespace

FileToken Lexer::next() {
  if (mode == DEFAULT_MODE) skip_blanks_and_comments();
  const std::size_t size = characters_.size();
  if (at_ == size) return {this, kEndOfFile, size, size, line_};
  const TokenMatch found = match();
  if (found.type == antlr4::Token::INVALID_TYPE) return ask_automaton();
  FileToken read(this, found.type, at_, found.end, line_);
  if (found.type == DocComment) read.setChannel(antlr4::Token::HIDDEN_CHANNEL);
  change_mode(found.type);
  go_to(found.end);
  return read;
}

TokenMatch Lexer::match() const {
  switch (mode) {
    case Text:
      return match_text(characters_.text(), at_);
    case MultiText:
      return match_multi_text(characters_.text(), at_);
    default:
      return match_default(characters_.text(), at_);
  }
}

/// As the grammar's pushMode and popMode do.
void Lexer::change_mode(std::size_t passed) {
  switch (passed) {
    case PunLeftBrace:
    case StrHole:
      pushMode(DEFAULT_MODE);
      break;
    case StrOpen:
      pushMode(Text);
      break;
    case StrMultiOpen:
      pushMode(MultiText);
      break;
    case PunRightBrace:
    case StrClose:
      popMode();
      break;
    default:
      break;
  }
}

FileToken Lexer::ask_automaton() {
  characters_.seek(at_);
  setLine(line_);
  hitEOF = false;
  const std::unique_ptr<antlr4::Token> read = nextToken();
  at_ = characters_.index();
  line_ = getLine();
  FileToken result(this, read->getType(), read->getStartIndex(), read->getStopIndex() + 1, read->getLine());
  result.setChannel(read->getChannel());
  return result;
}

void Lexer::go_to(std::size_t end) {
  const std::string_view passed = characters_.text().substr(at_, end - at_);
  line_ += static_cast<std::size_t>(std::ranges::count(passed, '\n'));
  at_ = end;
}

/// As the rules Space, LineComment, RulerComment and BlockComment have it.
void Lexer::skip_blanks_and_comments() {
  const std::string_view text = characters_.text();
  for (; at_ < text.size(); ++at_) {
    while (text[at_] == '/') {
      const std::size_t end = end_of_comment();
      if (end == at_) return;
      if (text[at_ + 1] == '/') note_directive(at_, end);
      go_to(end);
      if (at_ == text.size()) return;
    }
    if (!is_blank(text[at_])) return;
    if (text[at_] == '\n') ++line_;
  }
}

/// Behind the comment that begins here and is none of anybody's; at_ when none does.
std::size_t Lexer::end_of_comment() const {
  const std::string_view rest = characters_.text().substr(at_);
  if (rest.starts_with("/*")) {
    const std::size_t closing = rest.find("*/", 2);
    return closing == std::string_view::npos ? at_ : at_ + closing + 2;
  }
  const bool is_doc = rest.starts_with("///") && !rest.starts_with("////");
  if (is_doc || !rest.starts_with("//")) return at_;
  return at_ + std::min(rest.find_first_of("\r\n"), rest.size());
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
