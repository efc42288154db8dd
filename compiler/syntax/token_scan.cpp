#include "compiler/syntax/token_scan.h"

#include <algorithm>

#include "compiler/syntax/string_end.h"
#include "compiler/syntax/token_judge.h"

namespace nest::syntax {
namespace {

class Scanner {
 public:
  Scanner(std::string_view text, Lexer& lexer, const ParseLimits& limits, SyntaxErrors& errors)
      : text_(text), lexer_(lexer), limits_(limits), errors_(errors) {}

  TokenList run() {
    list_.tokens.reserve(text_.size() / kUsualBytes + 1);
    list_.closers.reserve(text_.size() / kUsualBytes + 1);
    for (;;) {
      if (open_strings_ > 0 && line_has_ended()) give_string_up();
      const FileToken read = lexer_.next();
      if (list_.tokens.size() >= limits_.tokens) {
        errors_.abandon(DiagnosticCode::FileTooLong, span(read), limits_.tokens);
      }
      const std::size_t before = list_.tokens.empty() ? kEndOfFile : list_.tokens.back().getType();
      FileToken& token = list_.tokens.emplace_back(read);
      token.setTokenIndex(list_.tokens.size() - 1);
      list_.closers.push_back(TokenList::kNone);
      if (breaks_string(token)) {
        give_string_up();
        continue;
      }
      if (token.getType() == kEndOfFile) break;
      const bool foreign = token.getType() == NestLexer::BadCharacter;
      judge_.judge(token, before);
      if (foreign) pass_over(token);
      if (!token.hidden()) nest(token.getType());
    }
    finish();
    return std::move(list_);
  }

 private:
  static constexpr std::size_t kUsualBytes = 4;  // of the text, for each token

  /// Something open: its token, how many modes the lexer had entered before it, and the `?` of conditionals
  /// that wait for their end at this level.
  struct Open {
    std::size_t token;
    std::size_t modes;
    std::size_t conditionals = 0;
  };

  [[nodiscard]] Span span(const FileToken& token) const {
    if (token.getType() == kEndOfFile) return errors_.span(text_.size(), text_.size());
    return errors_.span(token.getStartIndex(), token.end());
  }
  [[nodiscard]] std::size_t type(std::size_t index) const { return list_.tokens[index].getType(); }

  [[nodiscard]] bool line_has_ended() const;
  [[nodiscard]] bool breaks_string(const FileToken& token) const;
  void give_string_up();
  [[nodiscard]] std::size_t report_not_closed(std::size_t opener, std::size_t end);
  [[nodiscard]] std::size_t in_front_of_closers(std::size_t opener, std::size_t end) const;
  void pass_over(FileToken& token);
  void nest(std::size_t type);
  void open(bool enters_mode);
  void drop_from(std::size_t level);
  void close(std::size_t opener, std::size_t other_opener);
  void prefix(std::size_t type);
  void finish();
  void find_holes();

  std::string_view text_;
  Lexer& lexer_;
  const ParseLimits& limits_;
  SyntaxErrors& errors_;
  TokenJudge judge_{text_, errors_};
  TokenList list_;
  std::vector<Open> open_;
  std::size_t open_strings_ = 0;  // the "…" ones among them, which end with their line
  std::size_t prefixes_ = 0;      // `not` and `-` in a row
  std::size_t conditionals_ = 0;  // `?` since the last word that begins something, outside all brackets
};

void Scanner::nest(std::size_t type) {
  switch (type) {
    case NestLexer::PunLeftParen:
    case NestLexer::PunLeftBracket:
      open(false);
      break;
    case NestLexer::PunLeftBrace:
    case NestLexer::StrHole:
    case NestLexer::StrMultiOpen:
      open(true);
      break;
    case NestLexer::StrOpen:
      open(true);
      ++open_strings_;
      break;
    case NestLexer::PunRightBrace:
      close(NestLexer::PunLeftBrace, NestLexer::StrHole);
      break;
    case NestLexer::PunRightParen:
      close(NestLexer::PunLeftParen, NestLexer::PunLeftParen);
      break;
    case NestLexer::PunRightBracket:
      close(NestLexer::PunLeftBracket, NestLexer::PunLeftBracket);
      break;
    case NestLexer::StrClose:
      close(NestLexer::StrOpen, NestLexer::StrMultiOpen);
      break;
    default:
      break;
  }
  prefix(type);
}

void Scanner::open(bool enters_mode) {
  open_.push_back({list_.tokens.size() - 1, lexer_.modeStack.size() - (enters_mode ? 1 : 0)});
  if (open_.size() > limits_.brackets) {
    errors_.abandon(DiagnosticCode::NestedTooDeep, span(list_.tokens.back()), limits_.brackets);
  }
}

void Scanner::drop_from(std::size_t level) {
  for (std::size_t i = level; i < open_.size(); ++i) {
    if (type(open_[i].token) == NestLexer::StrOpen) --open_strings_;
  }
  open_.resize(level);
}

/// Closes the innermost opener of either type, and with it what was left open inside of it.
void Scanner::close(std::size_t opener, std::size_t other_opener) {
  for (std::size_t i = open_.size(); i-- > 0;) {
    const std::size_t at = open_[i].token;
    if (type(at) == NestLexer::StrHole && opener != NestLexer::PunLeftBrace && opener != NestLexer::StrOpen) {
      return;  // a bracket in a hole closes nothing outside of its string
    }
    if (type(at) != opener && type(at) != other_opener) continue;
    list_.closers[at] = list_.tokens.size() - 1;
    drop_from(i);
    return;
  }
}

/// Bounds what nests without brackets: `not not …`, `- - …`, `a ? b : c ? d : …`.
void Scanner::prefix(std::size_t type) {
  std::size_t& conditionals = open_.empty() ? conditionals_ : open_.back().conditionals;
  if (type < NestLexer::KwUser || type == NestLexer::PunComma || type == NestLexer::PunAssign) {
    const bool operator_word = type == NestLexer::KwNot || type == NestLexer::KwAnd ||
                               type == NestLexer::KwOr || type == NestLexer::KwAs ||
                               type == NestLexer::KwTrue || type == NestLexer::KwFalse ||
                               type == NestLexer::KwNull;
    if (!operator_word) conditionals = 0;
  }
  if (type == NestLexer::OpQuestion) ++conditionals;
  prefixes_ = type == NestLexer::KwNot || type == NestLexer::OpMinus ? prefixes_ + 1 : 0;
  if (prefixes_ > limits_.brackets || conditionals > limits_.brackets) {
    errors_.abandon(DiagnosticCode::NestedTooDeep, span(list_.tokens.back()), limits_.brackets);
  }
}

/// True when only the end of the line, or of the file, comes next. In a string's text that is for the lexer
/// to say.
bool Scanner::line_has_ended() const {
  if (lexer_.mode != antlr4::Lexer::DEFAULT_MODE) return false;
  const std::size_t next = text_.find_first_not_of(" \t\r", lexer_.place());
  return next == std::string_view::npos || text_[next] == '\n' || text_.substr(next).starts_with("//");
}

/// The end of the line or file inside a "…" string; or a `\` in a hole of one, where most likely no hole was
/// meant.
bool Scanner::breaks_string(const FileToken& token) const {
  if (open_strings_ == 0) return false;
  if (token.getType() == NestLexer::BadStringEnd || token.getType() == kEndOfFile) return true;
  return token.getType() == NestLexer::BadCharacter && text_[token.getStartIndex()] == '\\';
}

/// The outermost open "…" string makes no sense as it is: reports it once, takes it for one without holes,
/// and goes on behind that. So a hole that is not closed costs neither the rest of the line nor that of the
/// file.
void Scanner::give_string_up() {
  const auto is = [&](std::size_t wanted) {
    return [&, wanted](const Open& open) { return type(open.token) == wanted; };
  };
  const auto outermost = std::ranges::find_if(open_, is(NestLexer::StrOpen));
  if (outermost == open_.end()) return;
  FileToken& string = list_.tokens[outermost->token];
  const std::size_t begin = string.getStartIndex();
  std::size_t end = end_of_string(text_, begin);
  const auto hole = std::find_if(outermost, open_.end(), is(NestLexer::StrHole));
  // The quotes of the line are those of strings in its holes, all of which are closed.
  if (hole == open_.end()) end = std::min(text_.find_first_of("\r\n", begin), text_.size());
  if (hole != open_.end() && end > begin + 1 && text_[end - 1] == '"') {
    errors_.emit(DiagnosticCode::BracketNotClosed, span(list_.tokens[hole->token]), "{")
        .help("in a string `{{` begins a hole; for the character itself write `\\{{`, or use a '…' string");
  } else {
    end = report_not_closed(outermost->token, end);
  }
  const Open opened = *outermost;
  drop_from(static_cast<std::size_t>(outermost - open_.begin()));
  string.setType(NestLexer::LitRawString);
  string.set_end(end);
  const std::string_view lines = text_.substr(begin, end - begin);
  const std::size_t line = string.getLine() + static_cast<std::size_t>(std::ranges::count(lines, '\n'));
  list_.tokens.erase(list_.tokens.begin() + static_cast<std::ptrdiff_t>(opened.token) + 1,
                     list_.tokens.end());
  list_.closers.resize(opened.token + 1);
  list_.unclosed_reported |= end == text_.size();
  lexer_.resume(end, line, opened.modes);
}

/// Says that a string is not closed in its line, which ends at `end`, and finds out where it was meant to
/// end: further down, or in front of what closes the brackets that were opened in this line.
std::size_t Scanner::report_not_closed(std::size_t opener, std::size_t end) {
  const FileToken& string = list_.tokens[opener];
  const std::size_t begin = string.getStartIndex();
  auto report = errors_.emit(DiagnosticCode::StringNotClosed, errors_.span(begin, end));
  report.help("a \"…\" string ends on its own line; \"\"\"…\"\"\" spans lines");
  if (const auto quote = closing_quote_below(text_, end)) {
    report.note(errors_.span(*quote, *quote + 1), "the next quote is here");
    return *quote + 1;
  }
  return in_front_of_closers(opener, end);
}

/// In front of the `)` and `}` at the end of a line that close what was opened in the line in front of the
/// string; `end` when there are no such.
std::size_t Scanner::in_front_of_closers(std::size_t opener, std::size_t end) const {
  const std::size_t begin = list_.tokens[opener].getStartIndex();
  const std::size_t line = list_.tokens[opener].getLine();
  // What closes a hole of the string itself, or is escaped, closes nothing else.
  std::size_t own = begin + 1;
  for (std::size_t at = opener + 1; at < list_.tokens.size(); ++at) {
    if (type(at) == NestLexer::PunRightBrace || type(at) == NestLexer::StrEscape)
      own = list_.tokens[at].end();
  }
  const std::size_t first = std::max(text_.find_last_not_of(" \t)}", end - 1) + 1, std::min(own, end));
  if (first <= begin + 1) return end;
  const std::string_view closers = text_.substr(first, end - first);
  auto open = std::ranges::find_if(open_.rbegin(), open_.rend(),
                                   [&](const Open& each) { return each.token < opener; });
  for (const char closer : closers) {
    if (closer != ')' && closer != '}') continue;
    const auto wanted = closer == ')' ? NestLexer::PunLeftParen : NestLexer::PunLeftBrace;
    while (open != open_.rend() && list_.tokens[open->token].getLine() == line && type(open->token) != wanted)
      ++open;
    if (open == open_.rend() || list_.tokens[open->token].getLine() != line) return end;
    ++open;
  }
  return first;
}

/// A text between backticks is one thing, and so is a comment that begins with `#`: what has been said about
/// its first character is all that there is to say.
void Scanner::pass_over(FileToken& token) {
  constexpr std::size_t kLongestText = 1000;  // of one that is worth looking for its end
  const std::size_t begin = token.getStartIndex();
  std::size_t end = begin;
  if (text_[begin] == '`') {
    const std::string_view rest = text_.substr(0, begin + kLongestText);
    end = rest.find_first_of("`\r\n", begin + 1);
    if (end == std::string_view::npos || text_[end] != '`') return;
    token.setType(NestLexer::LitRawString);
    token.setChannel(antlr4::Token::DEFAULT_CHANNEL);
    token.set_end(++end);
  } else if (text_[begin] == '#' && open_strings_ == 0) {
    end = std::min(text_.find_first_of("\r\n", begin), text_.size());
  } else {
    return;
  }
  lexer_.resume(end, token.getLine(), lexer_.modeStack.size());
}

void Scanner::finish() {
  find_holes();
  for (std::size_t i = open_.size(); i-- > 0;) {
    const FileToken& token = list_.tokens[open_[i].token];
    if (!list_.unclosed) list_.unclosed = span(token);
    if (token.getType() != NestLexer::StrMultiOpen) continue;
    errors_.emit(DiagnosticCode::StringNotClosed, span(token)).help("close it with `\"\"\"`");
    list_.unclosed_reported = true;
    break;
  }
}

void Scanner::find_holes() {
  std::vector<std::size_t> ends;
  list_.hole_ends.reserve(list_.tokens.size());
  for (std::size_t i = 0; i < list_.tokens.size(); ++i) {
    while (!ends.empty() && ends.back() < i) ends.pop_back();
    list_.hole_ends.push_back(ends.empty() ? TokenList::kNone : ends.back());
    if (type(i) == NestLexer::StrHole && list_.closers[i] != TokenList::kNone)
      ends.push_back(list_.closers[i]);
  }
}

}  // namespace

TokenList scan(std::string_view text, Lexer& lexer, const ParseLimits& limits, SyntaxErrors& errors) {
  return Scanner(text, lexer, limits, errors).run();
}

}  // namespace nest::syntax
