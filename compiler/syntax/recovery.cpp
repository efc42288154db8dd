#include "compiler/syntax/recovery.h"

#include <algorithm>

#include "compiler/syntax/token_names.h"

namespace nest::syntax {
namespace {

/// Where a construct that is not in the grammar yet would stand.
enum class Place : std::uint8_t { File, Taskset, Body, Items };
struct LaterConstruct {
  std::string_view word;
  Place place;
};
constexpr LaterConstruct kLater[] = {
    {"import", Place::File},      {"data", Place::File},     {"shared", Place::File},
    {"const", Place::File},       {"param", Place::File},    {"plan", Place::File},
    {"fn", Place::File},          {"service", Place::File},  {"metric", Place::File},
    {"setup", Place::File},       {"teardown", Place::File}, {"include", Place::Taskset},
    {"defaults", Place::Taskset}, {"host", Place::Taskset},  {"parallel", Place::Body},
    {"transaction", Place::Body}, {"release", Place::Body},  {"multipart", Place::Items},
    {"auth", Place::Items},       {"http", Place::Items},
};

bool stands_at(std::size_t rule, Place place) {
  switch (rule) {
    case NestParser::RuleFile:
      return place == Place::File;
    case NestParser::RuleTaskset:
    case NestParser::RuleTasksetMember:
    case NestParser::RuleUserBlock:
    case NestParser::RuleUserMember:
      return place == Place::Taskset;
    case NestParser::RuleRequestItems:
    case NestParser::RuleRequestItem:
      return place == Place::Items;
    // A word that begins a statement is read as a name, and the error comes with what follows it.
    case NestParser::RuleBlock:
    case NestParser::RuleTaskBody:
    case NestParser::RuleStatement:
    case NestParser::RuleSimpleStatement:
      return place == Place::Body;
    default:
      return false;
  }
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

/// Between the repetitions of a rule: skips to what begins another one or ends them all. (ANTLR gives up on
/// the whole rule when the first repetition does not begin well, and stops at whatever could follow any rule
/// around this one.)
void Recovery::sync(antlr4::Parser* parser) {
  const antlr4::atn::ATN& atn = parser->getInterpreter<antlr4::atn::ParserATNSimulator>()->atn;
  antlr4::atn::ATNState* const state = atn.states[parser->getState()];
  const std::size_t kind = state->getStateType();
  const bool repetition =
      kind == antlr4::atn::ATNState::STAR_LOOP_ENTRY || kind == antlr4::atn::ATNState::STAR_LOOP_BACK;
  if (inErrorRecoveryMode(parser) || !repetition) {
    DefaultErrorStrategy::sync(parser);
    return;
  }
  const antlr4::misc::IntervalSet& next = atn.nextTokens(state);
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
  for (bool first = true; tokens.LA(1) != kEndOfFile && !types.contains(tokens.LA(1)); first = false) {
    const antlr4::Token& token = *parser->getCurrentToken();
    if (!first && begins_line(token) && is_later_construct(*parser, token)) {
      errors_.emit(DiagnosticCode::NotAvailableYet, span(token), text(token));
    }
    const std::size_t closer = list_.closers[token.getTokenIndex()];
    parser->consume();
    if (closer == TokenList::kNone) continue;
    while (tokens.LA(1) != kEndOfFile && parser->getCurrentToken()->getTokenIndex() <= closer)
      parser->consume();
  }
}

void Recovery::unexpected(antlr4::Parser& parser, const antlr4::Token& token,
                          const antlr4::misc::IntervalSet& expected) {
  if (end_of_file(token) || not_available_yet(parser, token)) return;
  const std::string found = describe(token.getType(), text(token));
  const std::string wanted = describe_expected(expected, parser.getVocabulary());
  auto finding = wanted.empty() ? errors_.emit(DiagnosticCode::UnexpectedHere, span(token), found)
                                : errors_.emit(DiagnosticCode::UnexpectedToken, span(token), found, wanted);
  if (token.getType() == NestParser::PunAssign) {
    finding.help("`==` compares; `=` gives a value to a name, in a statement of its own");
  }
}

/// The end of the file is unexpected because of something that was opened and not closed: say what.
bool Recovery::end_of_file(const antlr4::Token& token) {
  if (token.getType() != kEndOfFile || !list_.unclosed) return false;
  if (list_.unclosed_reported) return true;
  errors_.emit(DiagnosticCode::BracketNotClosed, *list_.unclosed,
               text_.substr(list_.unclosed->begin, list_.unclosed->length));
  return true;
}

bool Recovery::not_available_yet(antlr4::Parser& parser, const antlr4::Token& token) {
  const antlr4::Token* culprit = &token;
  if (!is_later_construct(parser, token)) {
    culprit = parser.getTokenStream()->LT(-1);
    if (culprit == nullptr || !is_later_construct(parser, *culprit)) return false;
  }
  errors_.emit(DiagnosticCode::NotAvailableYet, span(*culprit), text(*culprit));
  return true;
}

bool Recovery::is_later_construct(antlr4::Parser& parser, const antlr4::Token& token) const {
  if (token.getType() != NestParser::Identifier) return false;
  const std::size_t rule = parser.getContext()->getRuleIndex();
  return std::ranges::any_of(kLater, [&](const LaterConstruct& construct) {
    return construct.word == text(token) && stands_at(rule, construct.place);
  });
}

bool Recovery::begins_line(const antlr4::Token& token) const {
  const std::size_t line_end = text_.substr(0, token.getStartIndex()).find_last_not_of(" \t");
  return line_end == std::string_view::npos || text_[line_end] == '\n';
}

}  // namespace nest::syntax
