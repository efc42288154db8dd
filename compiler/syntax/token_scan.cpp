#include "compiler/syntax/token_scan.h"

#include <fmt/format.h>

#include "compiler/syntax/char_stream.h"
#include "compiler/syntax/literals.h"

namespace nest::syntax {
namespace {

constexpr std::size_t kHidden = antlr4::Token::HIDDEN_CHANNEL;

class Scanner {
 public:
  Scanner(std::string_view text, NestLexer& lexer, const ParseLimits& limits, SyntaxErrors& errors)
      : text_(text), lexer_(lexer), limits_(limits), errors_(errors) {}

  TokenList run() {
    for (;;) {
      std::unique_ptr<antlr4::Token> token = lexer_.nextToken();
      if (list_.tokens.size() >= limits_.tokens) {
        errors_.abandon(DiagnosticCode::FileTooLong, span(*token), limits_.tokens);
      }
      auto& writable = dynamic_cast<antlr4::WritableToken&>(*token);
      const bool end = token->getType() == kEndOfFile;
      list_.tokens.push_back(std::move(token));
      list_.closers.push_back(TokenList::kNone);
      if (end) break;
      judge(writable);
      if (writable.getChannel() != kHidden) nest(writable.getType());
    }
    finish();
    return std::move(list_);
  }

 private:
  /// Something open: its token, and the `?` of conditionals that wait for their end at this level.
  struct Open {
    std::size_t token;
    std::size_t conditionals = 0;
  };

  [[nodiscard]] Span span(const antlr4::Token& token) const {
    if (token.getType() == kEndOfFile) return errors_.span(text_.size(), text_.size());
    return errors_.span(token.getStartIndex(), token.getStopIndex() + 1);
  }
  [[nodiscard]] std::string_view text(const antlr4::Token& token) const {
    return text_.substr(token.getStartIndex(), token.getStopIndex() + 1 - token.getStartIndex());
  }
  [[nodiscard]] std::size_t type(std::size_t index) const { return list_.tokens[index]->getType(); }

  void judge(antlr4::WritableToken& token);
  void judge_number(const antlr4::WritableToken& token);
  void judge_character(antlr4::WritableToken& token);
  void foreign_operator(antlr4::WritableToken& token, std::size_t meant, std::string_view word);
  void string_ended_early(antlr4::WritableToken& token);
  void nest(std::size_t type);
  void open();
  void close(std::size_t opener, std::size_t other_opener);
  void prefix(std::size_t type);
  void finish();

  std::string_view text_;
  NestLexer& lexer_;
  const ParseLimits& limits_;
  SyntaxErrors& errors_;
  TokenList list_;
  std::vector<Open> open_;
  std::size_t prefixes_ = 0;      // `not` and `-` in a row
  std::size_t conditionals_ = 0;  // `?` since the last word that begins something, outside all brackets
};

void Scanner::judge(antlr4::WritableToken& token) {
  switch (token.getType()) {
    case NestLexer::LitInt:
    case NestLexer::LitFloat:
    case NestLexer::LitDuration:
      judge_number(token);
      break;
    case NestLexer::BadNumber:
      errors_.emit(DiagnosticCode::BadNumber, span(token), text(token))
          .help(
              "a name does not begin with a digit; a duration is a number and one unit of ns, us, ms, s, m, "
              "h");
      token.setType(NestLexer::LitInt);
      break;
    case NestLexer::StrEscape:
      if (!escape_value(text(token))) {
        errors_.emit(DiagnosticCode::BadEscape, span(token), text(token))
            .help("the highest code point is 10FFFF");
      }
      break;
    case NestLexer::BadEscape:
      errors_.emit(DiagnosticCode::BadEscape, span(token), text(token))
          .help(
              "escapes are \\n \\t \\r \\\\ \\\" \\{{ \\}} \\u{{1F600}}; '…' takes every character as it is");
      token.setChannel(kHidden);
      break;
    case NestLexer::BadBrace:
      errors_.emit(DiagnosticCode::BraceInString, span(token)).help("for the character itself write `\\}}`");
      token.setChannel(kHidden);
      break;
    case NestLexer::BadAnd:
      foreign_operator(token, NestLexer::KwAnd, "and");
      break;
    case NestLexer::BadOr:
      foreign_operator(token, NestLexer::KwOr, "or");
      break;
    case NestLexer::BadNot:
      foreign_operator(token, NestLexer::KwNot, "not");
      break;
    case NestLexer::BadRawString:
      errors_.emit(DiagnosticCode::StringNotClosed, span(token)).help("a '…' string ends on its own line");
      token.setType(NestLexer::LitRawString);
      break;
    case NestLexer::BadStringEnd:
      string_ended_early(token);
      break;
    case NestLexer::BadComment:
      errors_.emit(DiagnosticCode::CommentNotClosed, span(token));
      break;
    case NestLexer::BadCharacter:
      judge_character(token);
      break;
    default:
      break;
  }
}

void Scanner::judge_number(const antlr4::WritableToken& token) {
  const std::string_view digits = text(token);
  if (token.getType() == NestLexer::LitInt && !int_value(digits)) {
    // The one number that fits only with its sign.
    const std::size_t count = list_.tokens.size();
    if (count > 1 && type(count - 2) == NestLexer::OpMinus && digits == "9223372036854775808") return;
    errors_.emit(DiagnosticCode::NumberOutOfRange, span(token), digits, "an int")
        .help("the largest int is 9223372036854775807");
  } else if (token.getType() == NestLexer::LitFloat && !float_value(digits)) {
    errors_.emit(DiagnosticCode::NumberOutOfRange, span(token), digits, "a float");
  } else if (token.getType() == NestLexer::LitDuration && !duration_value(digits)) {
    errors_.emit(DiagnosticCode::NumberOutOfRange, span(token), digits, "a duration")
        .help("the longest duration is 2562047h, about 292 years");
  }
}

void Scanner::judge_character(antlr4::WritableToken& token) {
  const auto [point, bytes, valid] = read_code_point(text_, token.getStartIndex());
  const bool printable = valid && point >= 0x20 && point != 0x7F;
  const std::string shown = printable ? fmt::format("`{}`", text_.substr(token.getStartIndex(), bytes))
                                      : fmt::format("U+{:04X}", static_cast<std::uint32_t>(point));
  auto finding = errors_.emit(DiagnosticCode::BadCharacter, span(token), shown);
  if (point == U';') finding.help("statements end by themselves; leave the `;` out");
  if (point == U'#') finding.help("comments begin with `//`");
  if (point == U'“' || point == U'”') finding.help("strings are written with straight quotes: \"…\"");
  if (point > 0x7F && point != U'“' && point != U'”') finding.help("names are made of A-Z a-z 0-9 and _");
}

void Scanner::foreign_operator(antlr4::WritableToken& token, std::size_t meant, std::string_view word) {
  errors_.emit(DiagnosticCode::ForeignOperator, span(token), text(token)).help("write `{}`", word);
  token.setType(meant);
}

void Scanner::string_ended_early(antlr4::WritableToken& token) {
  const std::size_t from =
      open_.empty() ? token.getStartIndex() : list_.tokens[open_.back().token]->getStartIndex();
  auto finding = errors_.emit(DiagnosticCode::StringNotClosed, errors_.span(from, token.getStartIndex()));
  finding.help("a \"…\" string ends on its own line; \"\"\"…\"\"\" spans lines");
  // A string that begins inside a hole is often the end of the string around it, after a hole without its
  // `}`.
  for (std::size_t i = open_.size(); i-- > 0;) {
    if (type(open_[i].token) != NestLexer::StrHole) continue;
    finding.note(span(*list_.tokens[open_[i].token]), "this hole is open here");
    break;
  }
  token.setType(NestLexer::StrClose);
}

void Scanner::nest(std::size_t type) {
  switch (type) {
    case NestLexer::PunLeftBrace:
    case NestLexer::PunLeftParen:
    case NestLexer::PunLeftBracket:
    case NestLexer::StrHole:
    case NestLexer::StrOpen:
    case NestLexer::StrMultiOpen:
      open();
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

void Scanner::open() {
  open_.push_back({list_.tokens.size() - 1});
  if (open_.size() > limits_.brackets) {
    errors_.abandon(DiagnosticCode::NestedTooDeep, span(*list_.tokens.back()), limits_.brackets);
  }
}

/// Closes the innermost opener of either type, and with it what was left open inside of it.
void Scanner::close(std::size_t opener, std::size_t other_opener) {
  for (std::size_t i = open_.size(); i-- > 0;) {
    const std::size_t at = open_[i].token;
    if (type(at) != opener && type(at) != other_opener) continue;
    list_.closers[at] = list_.tokens.size() - 1;
    open_.resize(i);
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
    errors_.abandon(DiagnosticCode::NestedTooDeep, span(*list_.tokens.back()), limits_.brackets);
  }
}

void Scanner::finish() {
  for (std::size_t i = open_.size(); i-- > 0;) {
    const antlr4::Token& token = *list_.tokens[open_[i].token];
    if (!list_.unclosed) list_.unclosed = span(token);
    if (token.getType() != NestLexer::StrMultiOpen && token.getType() != NestLexer::StrOpen) continue;
    auto finding = errors_.emit(DiagnosticCode::StringNotClosed, span(token));
    if (token.getType() == NestLexer::StrMultiOpen) finding.help("close it with `\"\"\"`");
    list_.unclosed_reported = true;
    break;
  }
}

}  // namespace

TokenList scan(std::string_view text, NestLexer& lexer, const ParseLimits& limits, SyntaxErrors& errors) {
  return Scanner(text, lexer, limits, errors).run();
}

}  // namespace nest::syntax
