#include "compiler/syntax/optional_mistakes.h"

#include <algorithm>

namespace nest::syntax {
namespace {

// A conversion that is longer ago has nothing to do with it.
constexpr std::size_t kFarthest = 40;

std::size_t type_at(antlr4::TokenStream& tokens, std::size_t index) { return tokens.get(index)->getType(); }

/// The index of the token in front of the type that ends at `last`: `int`, `list<int>`. 0 when none ends
/// there.
std::size_t before_type(antlr4::TokenStream& tokens, std::size_t last) {
  const bool has_element = type_at(tokens, last) == NestParser::OpGreater;
  if (has_element && last < 4) return 0;
  const std::size_t name = has_element ? last - 3 : last;
  return name > 0 && type_at(tokens, name) == NestParser::Identifier ? name - 1 : 0;
}

}  // namespace

const antlr4::Token* optional_cast(antlr4::TokenStream& tokens, std::size_t unexpected) {
  const std::size_t end = unexpected > kFarthest ? unexpected - kFarthest : 0;
  for (std::size_t i = unexpected; i > end + 1; --i) {
    const std::size_t type = type_at(tokens, i);
    const bool is_other_place =
        type == NestParser::PunLeftBrace || type == NestParser::PunRightBrace || type == NestParser::PunColon;
    if (is_other_place && i != unexpected) return nullptr;
    if (type != NestParser::OpQuestion) continue;
    const std::size_t before = before_type(tokens, i - 1);
    if (before > 0 && type_at(tokens, before) == NestParser::KwAs) return tokens.get(i);
  }
  return nullptr;
}

bool is_second_question(antlr4::TokenStream& tokens, std::size_t unexpected) {
  const std::size_t found = type_at(tokens, unexpected);
  if (unexpected == 0 || (found != NestParser::OpCoalesce && found != NestParser::OpQuestion)) return false;
  const bool apart = type_at(tokens, unexpected - 1) == NestParser::OpQuestion;
  const std::size_t last = unexpected - (apart ? 2 : 1);
  if (last >= unexpected || (found == NestParser::OpQuestion && !apart)) return false;
  const std::size_t before = before_type(tokens, last);
  if (before == 0) return false;
  const std::size_t type = type_at(tokens, before);
  return type == NestParser::PunColon || type == NestParser::PunArrow;
}

}  // namespace nest::syntax
