#include "compiler/syntax/token_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <vector>

namespace nest::syntax {
namespace {

using Types = std::set<std::size_t>;

bool has(const Types& types, std::size_t type) { return types.contains(type); }

void remove_words(Types& types) {
  std::erase_if(types, [](std::size_t type) { return is_word(type); });
}

/// What only an expression begins with, apart from words.
void remove_literals(Types& types) {
  for (const std::size_t type : {NestParser::LitInt, NestParser::LitFloat, NestParser::LitDuration,
                                 NestParser::LitRawString, NestParser::PunLeftBracket, NestParser::StrOpen,
                                 NestParser::StrMultiOpen, NestParser::PunLeftParen, NestParser::OpMinus}) {
    types.erase(type);
  }
}

/// What may follow a finished expression and go on with it: of no interest beside anything else.
bool remove_continuations(Types& types) {
  bool any = false;
  for (const std::size_t type :
       {NestParser::PunDot, NestParser::PunLeftParen, NestParser::PunLeftBracket, NestParser::KwAs,
        NestParser::KwAnd, NestParser::KwOr, NestParser::OpCoalesce, NestParser::OpQuestion,
        NestParser::OpEqual, NestParser::OpNotEqual, NestParser::OpLess, NestParser::OpLessEqual,
        NestParser::OpGreater, NestParser::OpGreaterEqual, NestParser::OpPlus, NestParser::OpMinus,
        NestParser::OpTimes, NestParser::OpDivide, NestParser::OpRemainder}) {
    any |= types.erase(type) > 0;
  }
  return any;
}

/// The names of whole groups in `types`, which are taken out of it.
std::vector<std::string> take_groups(Types& types) {
  std::vector<std::string> groups;
  const bool continues = has(types, NestParser::OpTimes);
  if (continues) remove_continuations(types);
  if (has(types, NestParser::PunLeftBrace)) types.erase(NestParser::KwLikely);  // rarely what is missing
  if (has(types, NestParser::LitInt)) {
    remove_literals(types);
    remove_words(types);
    groups.emplace_back(has(types, NestParser::PunLeftBrace) ? "a value" : "an expression");
    types.erase(NestParser::PunLeftBrace);
  } else if (has(types, NestParser::KwTrue)) {
    remove_words(types);
    groups.emplace_back(has(types, NestParser::StrOpen) ? "a key" : "a name");
  } else if (has(types, NestParser::KwTask)) {
    remove_words(types);
    groups.emplace_back("a task, a taskset or another member");
  } else if (has(types, NestParser::KwTaskset)) {
    remove_words(types);
    groups.emplace_back("a taskset or another declaration");
  } else if (has(types, NestParser::KwGrace) && !has(types, NestParser::Identifier)) {
    remove_words(types);
    groups.emplace_back("`run`, `ready` or another member");
  } else if (has(types, NestParser::KwOnStart) && has(types, NestParser::KwLet)) {
    remove_words(types);
    groups.emplace_back("`let`, `var`, `wait`, `on_start` or `on_stop`");
  } else if (has(types, NestParser::KwSleep)) {
    remove_words(types);
    groups.emplace_back("a statement");
  } else if (has(types, NestParser::KwRedirects) && !has(types, NestParser::Identifier)) {
    remove_words(types);
    groups.emplace_back("a request item");
  } else if (has(types, NestParser::Identifier)) {
    remove_words(types);
    groups.emplace_back("a name");
  }
  if (has(types, NestParser::StrOpen)) {
    for (const std::size_t type : {NestParser::StrOpen, NestParser::StrMultiOpen, NestParser::LitRawString}) {
      types.erase(type);
    }
    if (groups.empty()) groups.emplace_back("a string");
  }
  if (groups.empty() && types.empty() && continues) groups.emplace_back("an operator");
  return groups;
}

/// How a token is always written; empty when that varies. ANTLR does not say it of words that change the
/// mode.
std::string written(std::size_t type, const antlr4::dfa::Vocabulary& vocabulary) {
  switch (type) {
    case NestParser::PunLeftBrace:
      return "{";
    case NestParser::PunRightBrace:
      return "}";
    case NestParser::StrClose:
      return "\"";
    default:
      break;
  }
  const std::string literal = vocabulary.getLiteralName(type);  // between single quotes
  return literal.empty() ? literal : literal.substr(1, literal.size() - 2);
}

}  // namespace

bool is_word(std::size_t type) { return type >= NestParser::KwTaskset && type <= NestParser::Identifier; }

bool is_value_name(std::string_view text) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const auto is_part = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); };
  if (text.empty() || !is_letter(text.front()) || !std::ranges::all_of(text, is_part)) return false;
  // The lexer's first group of words, and the one among them that is a name all the same.
  antlr4::ANTLRInputStream nothing;
  const NestLexer lexer(&nothing);
  const antlr4::dfa::Vocabulary& vocabulary = lexer.getVocabulary();
  for (std::size_t type = NestParser::KwTaskset; type <= NestParser::KwOptions; ++type) {
    if (type != NestParser::KwLikely && written(type, vocabulary) == text) return false;
  }
  return true;
}

std::string describe(std::size_t type, std::string_view text) {
  switch (type) {
    case kEndOfFile:
      return "end of file";
    case NestParser::Identifier:
      return fmt::format("name `{}`", text);
    case NestParser::LitInt:
    case NestParser::LitFloat:
      return fmt::format("number `{}`", text);
    case NestParser::LitDuration:
      return fmt::format("duration `{}`", text);
    case NestParser::StrOpen:
    case NestParser::StrMultiOpen:
    case NestParser::LitRawString:
      return "string";
    case NestParser::StrClose:
      return "end of the string";
    case NestParser::StrText:
    case NestParser::StrEscape:
      return "text";
    default:
      return fmt::format("`{}`", text);
  }
}

std::vector<std::string> keywords(const antlr4::misc::IntervalSet& types,
                                  const antlr4::dfa::Vocabulary& vocabulary) {
  std::vector<std::string> words;
  for (const ssize_t type : types.toList()) {
    const auto token = static_cast<std::size_t>(type);
    if (is_word(token) && token != NestParser::Identifier) words.push_back(written(token, vocabulary));
  }
  return words;
}

std::string describe_expected(const antlr4::misc::IntervalSet& set,
                              const antlr4::dfa::Vocabulary& vocabulary) {
  Types types;
  for (const ssize_t type : set.toList()) types.insert(static_cast<std::size_t>(type));
  const std::vector<std::string> groups = take_groups(types);

  const bool repeated = !groups.empty() && groups.front() != "an expression" && groups.front() != "a name";
  if (repeated) types.erase(NestParser::PunRightBrace);  // the end of a list of them goes without saying

  std::vector<std::string> words;
  for (const std::size_t type : types) {
    if (type == kEndOfFile) {
      if (types.size() == 1 && groups.empty()) words.emplace_back("end of file");
    } else if (const std::string word = written(type, vocabulary); !word.empty()) {
      words.push_back(fmt::format("`{}`", word));
    }
  }
  words.insert(words.end(), groups.begin(), groups.end());
  std::string list;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) list += i + 1 == words.size() ? " or " : ", ";
    list += words[i];
  }
  return list;
}

}  // namespace nest::syntax
