#include "compiler/syntax/recovery.h"

#include <algorithm>

#include "compiler/diagnostics/suggestion.h"
#include "compiler/syntax/foreign_statements.h"
#include "compiler/syntax/hints.h"
#include "compiler/syntax/optional_mistakes.h"
#include "compiler/syntax/token_names.h"

namespace nest::syntax {
namespace {

/// True where an operator could have stood, or where an expression has just ended.
bool follows_expression(const antlr4::misc::IntervalSet& expected) {
  constexpr std::size_t kEnds[] = {NestParser::OpEqual, NestParser::PunLeftBrace, NestParser::KwSleep};
  return expected.isEmpty() || std::ranges::any_of(kEnds, [&](std::size_t type) {
           return expected.contains(type) && !expected.contains(std::size_t{NestParser::KwTrue});
         });
}

}  // namespace

Span Recovery::span(const antlr4::Token& token) const {
  if (token.getType() == kEndOfFile) return errors_.span(text_.size(), text_.size());
  return errors_.span(token.getStartIndex(), token.getStopIndex() + 1);
}

std::string_view Recovery::text(const antlr4::Token& token) const {
  if (token.getType() == kEndOfFile) return {};
  return text_.substr(token.getStartIndex(), token.getStopIndex() + 1 - token.getStartIndex());
}

/// At the parts of a block or list, which can be left out or repeated: skips to another part, or to the
/// bracket that ends them all. (ANTLR would give up on the block, and take what follows for what stands
/// behind it.)
void Recovery::sync(antlr4::Parser* parser) {
  const antlr4::atn::ATN& atn = parser->getInterpreter<antlr4::atn::ParserATNSimulator>()->atn;
  antlr4::atn::ATNState* const state = atn.states[parser->getState()];
  const std::size_t kind = state->getStateType();
  const antlr4::misc::IntervalSet& next = atn.nextTokens(state);
  const bool repetition =
      kind == antlr4::atn::ATNState::STAR_LOOP_ENTRY || kind == antlr4::atn::ATNState::STAR_LOOP_BACK;
  const bool optional =
      kind == antlr4::atn::ATNState::BLOCK_START && next.contains(std::size_t{NestParser::PunRightBrace});
  if (inErrorRecoveryMode(parser) || (!repetition && !optional)) {
    DefaultErrorStrategy::sync(parser);
    return;
  }
  if (next.contains(antlr4::Token::EPSILON) || next.contains(parser->getTokenStream()->LA(1))) return;
  reportUnwantedToken(parser);
  consumeUntil(parser, next);
}

void Recovery::reportNoViableAlternative(antlr4::Parser* parser, const antlr4::NoViableAltException& error) {
  const antlr4::Token& token = *error.getOffendingToken();
  // What was expected is known for the first token of the failed choice only.
  const bool first = error.getStartToken() == error.getOffendingToken();
  unexpected(*parser, token, first ? parser->getExpectedTokens() : antlr4::misc::IntervalSet());
}

void Recovery::reportInputMismatch(antlr4::Parser* parser, const antlr4::InputMismatchException& error) {
  unexpected(*parser, *error.getOffendingToken(), error.getExpectedTokens());
}

void Recovery::reportUnwantedToken(antlr4::Parser* parser) {
  if (inErrorRecoveryMode(parser)) return;
  beginErrorCondition(parser);
  unexpected(*parser, *parser->getCurrentToken(), getExpectedTokens(parser));
}

void Recovery::reportMissingToken(antlr4::Parser* parser) { reportUnwantedToken(parser); }

/// A token that something around this place is waiting for is not one too many.
antlr4::Token* Recovery::singleTokenDeletion(antlr4::Parser* parser) {
  if (getErrorRecoverySet(parser).contains(parser->getTokenStream()->LA(1))) return nullptr;
  return DefaultErrorStrategy::singleTokenDeletion(parser);
}

void Recovery::consumeUntil(antlr4::Parser* parser, const antlr4::misc::IntervalSet& types) {
  antlr4::TokenStream& tokens = *parser->getTokenStream();
  const std::size_t hole_end = list_.hole_ends[parser->getCurrentToken()->getTokenIndex()];
  if (hole_end != TokenList::kNone) {  // nothing outside of the string is meant by what is in it
    const bool own =
        parser->getContext()->getRuleIndex() == NestParser::RuleStringPart;  // the `}` is its last
    while (parser->getCurrentToken()->getTokenIndex() < hole_end + (own ? 1 : 0)) parser->consume();
    return;
  }
  // It begins no statement here: what stands around it is to be read on, behind it.
  const antlr4::Token& found = *parser->getCurrentToken();
  if (is_request_in_expression(found.getType(), before(*parser, found).getType())) parser->consume();
  while (tokens.LA(1) != kEndOfFile && !types.contains(tokens.LA(1))) {
    const antlr4::Token& token = *parser->getCurrentToken();
    const std::size_t closer = list_.closers[token.getTokenIndex()];
    parser->consume();
    if (closer == TokenList::kNone) continue;
    while (tokens.LA(1) != kEndOfFile && parser->getCurrentToken()->getTokenIndex() <= closer)
      parser->consume();
  }
}

void Recovery::unexpected(antlr4::Parser& parser, const antlr4::Token& token,
                          const antlr4::misc::IntervalSet& expected) {
  if (end_of_file(token) || about_optional(parser, token)) return;
  const std::string found = describe(token.getType(), text(token));
  std::string wanted = describe_expected(expected, parser.getVocabulary());
  if (wanted.empty()) wanted = "something else";  // so many things could follow that a list would not help
  auto finding = errors_.emit(DiagnosticCode::UnexpectedToken, span(token), found, wanted);
  if (const std::string meant = misspelt(parser, token, expected); !meant.empty()) {
    finding.help("did you mean `{}`?", meant);
    return;
  }
  if (const std::string_view instead = foreign_statement(parser, token); !instead.empty()) {
    finding.help("{}", instead);
    return;
  }
  const std::string_view advice = hint({.found = token.getType(),
                                        .before = before(parser, token).getType(),
                                        .rule = parser.getContext()->getRuleIndex(),
                                        .in_hole = list_.hole_ends[token.getTokenIndex()] != TokenList::kNone,
                                        .text = text(token),
                                        .could_go_on = follows_expression(expected)});
  if (!advice.empty()) finding.help("{}", advice);
}

/// The keyword that a name was meant to be: the unexpected name itself, or the one in front of what was
/// unexpected, which was taken for a statement.
std::string Recovery::misspelt(antlr4::Parser& parser, const antlr4::Token& token,
                               const antlr4::misc::IntervalSet& expected) const {
  const antlr4::Token* name = &token;
  if (token.getType() != NestParser::Identifier) {
    name = &before(parser, token);
    const std::size_t type = before(parser, *name).getType();
    const bool alone =
        begins_line(*name) || type == NestParser::PunLeftBrace || type == NestParser::PunRightBrace;
    if (name->getType() != NestParser::Identifier || !alone) return {};
  } else if (expected.contains(std::size_t{NestParser::Identifier})) {
    return {};
  }
  const std::vector<std::string> words = keywords(expected, parser.getVocabulary());
  const std::vector<std::string_view> candidates(words.begin(), words.end());
  return std::string(nearest_name(text(*name), candidates).value_or(std::string_view()));
}

std::string_view Recovery::foreign_statement(antlr4::Parser& parser, const antlr4::Token& token) const {
  constexpr std::size_t kFarthest = 8;
  const std::size_t index = token.getTokenIndex();
  for (std::size_t back = 0; back <= std::min(index, kFarthest); ++back) {
    const antlr4::Token& word = *parser.getTokenStream()->get(index - back);
    const std::size_t type = word.getType();
    if (back > 0 && (type == NestParser::PunLeftBrace || type == NestParser::PunRightBrace)) return {};
    if (type != NestParser::Identifier) continue;
    // With an operator behind it, it is a name.
    const std::size_t next = text_.find_first_not_of(" \t\r\n", word.getStopIndex() + 1);
    if (next != std::string_view::npos && std::string_view("=+-*/%<>!?:,.)]").contains(text_[next])) continue;
    if (const std::string_view found = foreign_statement_hint(text(word)); !found.empty()) return found;
  }
  return {};
}

const antlr4::Token& Recovery::before(antlr4::Parser& parser, const antlr4::Token& token) const {
  const std::size_t index = token.getTokenIndex();
  return *parser.getTokenStream()->get(index == 0 ? 0 : index - 1);
}

/// The end of the file is unexpected because of something that was opened and not closed: say what.
bool Recovery::end_of_file(const antlr4::Token& token) {
  if (token.getType() != kEndOfFile || !list_.unclosed) return false;
  if (list_.unclosed_reported) return true;
  errors_.emit(DiagnosticCode::BracketNotClosed, *list_.unclosed,
               text_.substr(list_.unclosed->begin, list_.unclosed->length));
  return true;
}

bool Recovery::about_optional(antlr4::Parser& parser, const antlr4::Token& token) {
  antlr4::TokenStream& tokens = *parser.getTokenStream();
  if (is_second_question(tokens, token.getTokenIndex())) {
    errors_.emit(DiagnosticCode::RepeatedOptional, span(token))
        .help("a `T?` holds a T or `null`, and there is nothing beyond that");
    return true;
  }
  const antlr4::Token* question = optional_cast(tokens, token.getTokenIndex());
  if (question == nullptr) return false;
  errors_.emit(DiagnosticCode::OptionalCast, span(*question))
      .help("say it where the value is kept: `let age: int? = answer.json.age as int`");
  return true;
}

bool Recovery::begins_line(const antlr4::Token& token) const {
  const std::size_t line_end = text_.substr(0, token.getStartIndex()).find_last_not_of(" \t");
  return line_end == std::string_view::npos || text_[line_end] == '\n';
}

}  // namespace nest::syntax
