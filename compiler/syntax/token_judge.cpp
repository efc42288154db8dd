#include "compiler/syntax/token_judge.h"

#include <fmt/format.h>

#include "compiler/syntax/char_stream.h"
#include "compiler/syntax/generated.h"
#include "compiler/syntax/literals.h"

namespace nest::syntax {
namespace {

constexpr std::size_t kHidden = antlr4::Token::HIDDEN_CHANNEL;

}  // namespace

void TokenJudge::judge(FileToken& token, std::size_t before) {
  switch (token.getType()) {
    case NestLexer::LitInt:
    case NestLexer::LitFloat:
    case NestLexer::LitDuration:
      number(token, before);
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
      errors_.emit(DiagnosticCode::StringNotClosed, span(token))
          .help("a '…' string ends on its own line; \"\"\"…\"\"\" spans lines");
      token.setType(NestLexer::LitRawString);
      break;
    case NestLexer::BadComment:
      errors_.emit(DiagnosticCode::CommentNotClosed, span(token));
      break;
    case NestLexer::BadCharacter:
      character(token);
      break;
    default:
      break;
  }
}

void TokenJudge::number(const FileToken& token, std::size_t before) {
  const std::string_view digits = text(token);
  if (token.getType() == NestLexer::LitInt && !int_value(digits)) {
    // The one number that fits only with its sign.
    if (before == NestLexer::OpMinus && digits == "9223372036854775808") return;
    errors_.emit(DiagnosticCode::NumberOutOfRange, span(token), digits, "an int")
        .help("the largest int is 9223372036854775807");
  } else if (token.getType() == NestLexer::LitFloat && !float_value(digits)) {
    errors_.emit(DiagnosticCode::NumberOutOfRange, span(token), digits, "a float");
  } else if (token.getType() == NestLexer::LitDuration && !duration_value(digits)) {
    errors_.emit(DiagnosticCode::NumberOutOfRange, span(token), digits, "a duration")
        .help("the longest duration is 2562047h, about 292 years");
  }
}

void TokenJudge::character(FileToken& token) {
  const auto [point, bytes, valid] = read_code_point(text_, token.getStartIndex());
  const bool printable = valid && point >= 0x20 && point != 0x7F;
  const std::string shown = printable ? fmt::format("`{}`", text_.substr(token.getStartIndex(), bytes))
                                      : fmt::format("U+{:04X}", static_cast<std::uint32_t>(point));
  // Who ends one statement with it ends them all. More than any file has statements are no such habit.
  constexpr std::size_t kMostStatements = 10'000;
  if (point == U';') {
    ++semicolons_;
    if (semicolons_ > 1 && semicolons_ < kMostStatements) return;
  }
  auto finding = errors_.emit(DiagnosticCode::BadCharacter, span(token), shown);
  if (point == U';') finding.help("statements end by themselves; leave each `;` out");
  if (point == U'#') finding.help("comments begin with `//`");
  if (point == U'@') finding.help("a task is `task name {{ … }}`, one of weight 3 `task(3) name {{ … }}`");
  if (point == U'`')
    finding.help("a text stands in double quotes, a value in it in braces: \"/items/{{id}}\"");
  if (point == U'$')
    finding.help(
        "a value in a text stands in braces alone: \"/items/{{id}}\"; a text with `{{` and `$` of its own "
        "stands "
        "in single quotes: '{{ item(id: $id) }}'");
  if (point == U'“' || point == U'”') finding.help("strings are written with straight quotes: \"…\"");
  if (point > 0x7F && point != U'“' && point != U'”') finding.help("names are made of A-Z a-z 0-9 and _");
}

void TokenJudge::foreign_operator(FileToken& token, std::size_t meant, std::string_view word) {
  errors_.emit(DiagnosticCode::ForeignOperator, span(token), text(token)).help("write `{}`", word);
  token.setType(meant);
}

}  // namespace nest::syntax
