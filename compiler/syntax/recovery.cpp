#include "compiler/syntax/recovery.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "compiler/diagnostics/suggestion.h"
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

ForeignPlace place_of(std::size_t rule) {
  switch (rule) {
    case NestParser::RuleFile:
    case NestParser::RuleImportDeclaration:
    case NestParser::RuleConstant:
    case NestParser::RuleParam:
    case NestParser::RuleSharedDeclaration:
    case NestParser::RuleMetricDeclaration:
    case NestParser::RuleData:
    case NestParser::RuleService:
      return ForeignPlace::File;
    case NestParser::RulePlan:
    case NestParser::RulePlanMember:
      return ForeignPlace::Plan;
    case NestParser::RuleTaskset:
    case NestParser::RuleTasksetMember:
      return ForeignPlace::Member;
    case NestParser::RuleRequestItems:
    case NestParser::RuleRequestItem:
      return ForeignPlace::Items;
    default:
      return ForeignPlace::Statement;
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
  const antlr4::Token& found = *parser->getCurrentToken();
  const bool of_block = parser->getContext()->getRuleIndex() == NestParser::RuleRequestItems &&
                        begins_statement(found.getType());
  if (of_block) skip_rest(parser);
  consumeUntil(parser, next);
}

/// Statements in the braces of a request: what is in them, such as `json`, is no item of it.
void Recovery::skip_rest(antlr4::Parser* parser) {
  if (around_.empty()) around_ = openers();
  const std::size_t opener = around_[parser->getCurrentToken()->getTokenIndex()];
  if (opener == TokenList::kNone) return;
  while (parser->getCurrentToken()->getTokenIndex() < list_.closers[opener]) parser->consume();
}

/// Whatever else stands in the parentheses in which something is wrong belongs to it: `check(res, { … => …
/// })`.
void Recovery::recover(antlr4::Parser* parser, std::exception_ptr error) {
  const std::size_t at = parser->getCurrentToken()->getTokenIndex();
  if (const std::size_t opener = parenthesis_around(*parser, at); opener != TokenList::kNone) {
    while (parser->getCurrentToken()->getTokenIndex() < list_.closers[opener]) parser->consume();
  }
  if (parser->getContext()->getRuleIndex() == NestParser::RuleTask) skip_task(parser);
  DefaultErrorStrategy::recover(parser, std::move(error));
}

/// What stands between a task's name and its block is of the task, whatever it would mean in a line of its
/// own.
void Recovery::skip_task(antlr4::Parser* parser) {
  antlr4::TokenStream& tokens = *parser->getTokenStream();
  const std::size_t line = parser->getCurrentToken()->getLine();
  std::size_t at = parser->getCurrentToken()->getTokenIndex();
  while (tokens.get(at)->getLine() == line && list_.closers[at] == TokenList::kNone &&
         tokens.get(at)->getType() != NestParser::PunRightBrace && tokens.get(at)->getType() != kEndOfFile)
    ++at;
  if (tokens.get(at)->getLine() != line || tokens.get(at)->getType() != NestParser::PunLeftBrace) return;
  while (parser->getCurrentToken()->getTokenIndex() <= list_.closers[at]) parser->consume();
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

/// A token that something around this place is waiting for is not one too many. Nor is a bracket in
/// parentheses: what is in it would be left.
antlr4::Token* Recovery::singleTokenDeletion(antlr4::Parser* parser) {
  const std::size_t at = parser->getCurrentToken()->getTokenIndex();
  if (list_.closers[at] != TokenList::kNone && parenthesis_around(*parser, at) != TokenList::kNone)
    return nullptr;
  if (getErrorRecoverySet(parser).contains(parser->getTokenStream()->LA(1))) return nullptr;
  return DefaultErrorStrategy::singleTokenDeletion(parser);
}

/// A `)` is not missing that stands further on.
bool Recovery::singleTokenInsertion(antlr4::Parser* parser) {
  const std::size_t at = parser->getCurrentToken()->getTokenIndex();
  return parenthesis_around(*parser, at) == TokenList::kNone &&
         DefaultErrorStrategy::singleTokenInsertion(parser);
}

/// The innermost bracket around each token, as TokenList::closers has them.
std::vector<std::size_t> Recovery::openers() const {
  std::vector<std::size_t> around(list_.closers.size(), TokenList::kNone);
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < around.size(); ++i) {
    while (!open.empty() && list_.closers[open.back()] < i) open.pop_back();
    if (!open.empty()) around[i] = open.back();
    if (list_.closers[i] != TokenList::kNone) open.push_back(i);
  }
  return around;
}

std::size_t Recovery::parenthesis_around(antlr4::Parser& parser, std::size_t token) {
  if (around_.empty()) around_ = openers();
  const std::size_t opener = around_[token];
  if (opener == TokenList::kNone) return opener;
  const bool is_parenthesis = parser.getTokenStream()->get(opener)->getType() == NestParser::PunLeftParen;
  return is_parenthesis ? opener : TokenList::kNone;
}

void Recovery::be_quiet_about_parentheses(antlr4::Parser& parser, std::size_t token) {
  for (std::size_t at = parenthesis_around(parser, token); at != TokenList::kNone;
       at = parenthesis_around(parser, at)) {
    quiet_before_ = list_.closers[at] + 1;
  }
}

/// The name of a header without quotes is several tokens: `X-Trace:`.
void Recovery::be_quiet_about_header(antlr4::Parser& parser, const antlr4::Token& token) {
  antlr4::TokenStream& tokens = *parser.getTokenStream();
  for (std::size_t at = token.getTokenIndex(); tokens.get(at)->getLine() == token.getLine(); ++at) {
    const std::size_t type = tokens.get(at)->getType();
    if (type == NestParser::PunColon) quiet_before_ = std::max(quiet_before_, at + 1);
    if (type == NestParser::PunColon || type == kEndOfFile) return;
  }
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
  if (token.getTokenIndex() < quiet_before_ || end_of_file(token) || about_optional(parser, token)) return;
  be_quiet_about_parentheses(parser, token.getTokenIndex());
  if (before(parser, token).getType() == NestParser::KwHeader) be_quiet_about_header(parser, token);
  const std::string found = describe(token.getType(), text(token));
  std::string wanted = describe_expected(expected, parser.getVocabulary());
  if (wanted.empty()) wanted = "something else";  // so many things could follow that a list would not help
  auto finding = errors_.emit(DiagnosticCode::UnexpectedToken, span(token), found, wanted);
  if (const std::string help = advice(parser, token, expected); !help.empty()) finding.help("{}", help);
}

/// What to write instead; empty when there is no honest advice.
std::string Recovery::advice(antlr4::Parser& parser, const antlr4::Token& token,
                             const antlr4::misc::IntervalSet& expected) {
  const ForeignPlace place = place_of(parser.getContext()->getRuleIndex());
  if (const std::string_view instead = foreign_word(parser, token, place); !instead.empty())
    return std::string(instead);
  if (const std::string meant = misspelt(parser, token, expected); !meant.empty())
    return fmt::format("did you mean `{}`?", meant);
  // Behind a word of nest's own it is about that one.
  const std::size_t in_front = before(parser, token).getType();
  const bool is_sign = token.getType() == NestParser::PunAssign || token.getType() == NestParser::PunColon;
  if (!is_sign || !is_word(in_front) || in_front == NestParser::Identifier) {
    const std::string_view instead = foreign_statement(parser, token);
    if (!instead.empty()) return std::string(instead);
  }
  return std::string(hint(situation(parser, token, expected)));
}

Situation Recovery::situation(antlr4::Parser& parser, const antlr4::Token& token,
                              const antlr4::misc::IntervalSet& expected) {
  const antlr4::Token& in_front = before(parser, token);
  const std::size_t opener = parenthesis_around(parser, token.getTokenIndex());
  const bool in_call = opener != TokenList::kNone && opener > 0;
  return {.found = token.getType(),
          .before = in_front.getType(),
          .of_parenthesis = in_call ? parser.getTokenStream()->get(opener - 1)->getType() : kEndOfFile,
          .rule = parser.getContext()->getRuleIndex(),
          .in_hole = list_.hole_ends[token.getTokenIndex()] != TokenList::kNone,
          .text = text(token),
          .text_before = text(in_front),
          .adjacent = in_front.getStopIndex() + 1 == token.getStartIndex(),
          .begins_line = begins_line(token),
          .could_go_on = follows_expression(expected),
          .wants_time = expected.contains(std::size_t{NestParser::KwFor}),
          .wants_block = expected.contains(std::size_t{NestParser::PunLeftBrace}) &&
                         !expected.contains(std::size_t{NestParser::PunRightBrace})};
}

/// The keyword that a name was meant to be: the unexpected name itself, or the one in front of what was
/// unexpected, which was taken for a statement.
std::string Recovery::misspelt(antlr4::Parser& parser, const antlr4::Token& token,
                               const antlr4::misc::IntervalSet& expected) const {
  const antlr4::Token* name = &token;
  if (token.getType() != NestParser::Identifier) {
    if (is_arithmetic(token.getType())) return {};  // `page += 1`
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

/// The token itself, where it is none that could stand there; in a call what is called, or an argument's
/// name.
std::string_view Recovery::foreign_word(antlr4::Parser& parser, const antlr4::Token& token,
                                        ForeignPlace place) {
  if (is_word(token.getType()) && place != ForeignPlace::Statement)
    return foreign_statement_hint(text(token), place);
  const std::size_t opener = parenthesis_around(parser, token.getTokenIndex());
  if (opener == TokenList::kNone || opener == 0) return {};
  if (token.getType() == NestParser::PunAssign)
    return foreign_statement_hint(text(before(parser, token)), ForeignPlace::Items);
  return foreign_statement_hint(text(*parser.getTokenStream()->get(opener - 1)), ForeignPlace::Statement);
}

std::string_view Recovery::foreign_statement(antlr4::Parser& parser, const antlr4::Token& token) const {
  constexpr std::size_t kFarthest = 8;
  constexpr std::size_t kFarthestOnItsLine = 24;
  const ForeignPlace place = place_of(parser.getContext()->getRuleIndex());
  // In a plan a word with a `:` behind it may be the name of a step, and then this is no step.
  const std::string_view operators = place == ForeignPlace::Plan ? "" : "=+-*/%<>!?:,.)]";
  const std::size_t index = token.getTokenIndex();
  for (std::size_t back = 0; back <= std::min(index, kFarthestOnItsLine); ++back) {
    const antlr4::Token& word = *parser.getTokenStream()->get(index - back);
    if (back > kFarthest && word.getLine() != token.getLine()) return {};
    const std::size_t type = word.getType();
    if (back > 0 && (type == NestParser::PunLeftBrace || type == NestParser::PunRightBrace)) return {};
    if (type != NestParser::Identifier) continue;
    // With an operator behind it, it is a name.
    const std::size_t next = text_.find_first_not_of(" \t\r\n", word.getStopIndex() + 1);
    if (next != std::string_view::npos && operators.contains(text_[next]) &&
        !(token.getType() == NestParser::PunColon && next == token.getStartIndex()))
      continue;
    if (const std::string_view found = foreign_statement_hint(text(word), place); !found.empty())
      return found;
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
