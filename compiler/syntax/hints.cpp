#include "compiler/syntax/hints.h"

#include "compiler/syntax/generated.h"
#include "compiler/syntax/token_names.h"

namespace nest::syntax {
namespace {

constexpr std::string_view kConditional = "one of two values is `condition ? a : b`";

bool is_method(std::size_t type) { return type >= NestParser::KwGet && type <= NestParser::KwOptions; }

bool is_item_word(std::size_t type) {
  return type >= NestParser::KwHeader && type <= NestParser::KwCompressed;
}

bool in_request_items(std::size_t rule) {
  return rule == NestParser::RuleRequestItems || rule == NestParser::RuleRequestItem;
}

bool is_field(std::size_t rule) {
  return rule == NestParser::RuleField || rule == NestParser::RuleJsonMember;
}

/// Behind such a token only an expression can follow.
bool wants_expression(std::size_t type) {
  switch (type) {
    case NestParser::KwLog:
    case NestParser::KwIf:
    case NestParser::KwWhile:
    case NestParser::KwIn:
    case NestParser::KwExpect:
    case NestParser::KwRequire:
    case NestParser::KwFail:
    case NestParser::KwAnd:
    case NestParser::KwOr:
    case NestParser::KwNot:
    case NestParser::PunLeftParen:
    case NestParser::PunLeftBracket:
    case NestParser::PunComma:
    case NestParser::PunColon:
    case NestParser::StrHole:
      return true;
    default:
      return type >= NestParser::OpCoalesce && type <= NestParser::OpRemainder;
  }
}

bool in_block(std::size_t rule) { return rule == NestParser::RuleBlock || rule == NestParser::RuleTaskBody; }

/// A word that its value follows without a sign between them.
bool takes_value(std::size_t type) {
  return type == NestParser::KwWeight || type == NestParser::KwWait || type == NestParser::KwTags ||
         type == NestParser::KwHost || type == NestParser::KwTimeout || type == NestParser::KwUsers ||
         type == NestParser::KwArrivals || type == NestParser::KwMaxUsers ||
         type == NestParser::KwIterations || type == NestParser::KwSleep || type == NestParser::KwRedirects ||
         is_item_word(type);
}

bool is_string(std::size_t type) { return type == NestParser::StrOpen || type == NestParser::LitRawString; }

bool is_string_end(std::size_t type) {
  return type == NestParser::StrClose || type == NestParser::LitRawString;
}

bool is_prefix(std::string_view word) { return word == "f" || word == "F" || word == "r" || word == "b"; }

/// `=` or `:` between a word and its value.
std::string_view sign_hint(const Situation& at) {
  if (at.rule == NestParser::RuleTask && at.before == NestParser::KwWeight)
    return "the number alone: `task(5) browse`";
  if (at.found == NestParser::PunColon) return "the value follows its word at once; leave the `:` out";
  return "the value follows its word at once; leave the `=` out";
}

/// `=` where none belongs.
std::string_view assignment_hint(const Situation& at) {
  if (at.before == NestParser::OpEqual || at.before == NestParser::OpNotEqual)
    return "values are compared by `==` and `!=`";
  if (at.rule == NestParser::RuleTask)
    return "what a task does follows its name: `task browse { … }`; `->` names the tasks that may come next";
  if (at.rule == NestParser::RuleSuffix && at.of_parenthesis == NestParser::Identifier)
    return "the arguments of a function have no names: `random(1, 10)`";
  if (at.rule == NestParser::RuleParam) return "a `param` has a type: `param size: int = 20`";
  // Behind an item that could have ended: of those only a condition is anything to compare with.
  if (at.rule == NestParser::RuleRequestItems) return "`==` compares: `expect status == 200`";
  if (at.could_go_on) return "`==` compares; `=` gives a value to a name, in a statement of its own";
  return {};
}

/// A field that begins a line behind another one. What stands behind a string without an end is none.
bool lacks_comma(const Situation& at) {
  const bool behind_field = at.rule == NestParser::RuleFields || at.rule == NestParser::RuleJsonObject;
  const std::string_view before = at.text_before;
  const bool is_open = at.before == NestParser::LitRawString &&
                       (before.size() < 2 || !before.starts_with('\'') || !before.ends_with('\''));
  return behind_field && at.begins_line && !is_open && (is_word(at.found) || is_string(at.found));
}

/// What is in a hole, or what looks like one.
std::string_view hole_hint(const Situation& at) {
  if (at.before == NestParser::StrHole && at.found == NestParser::PunLeftBrace)
    return "a value stands in one pair of braces: `{id}`; for the character itself write `\\{`";
  if (at.before == NestParser::StrHole && at.found == NestParser::PunRightBrace)
    return "the value stands in the braces: `{id}`; for the character itself write `\\{`";
  if (at.found == NestParser::KwIf) return kConditional;
  const bool is_operator = at.found == NestParser::KwIn || at.found == NestParser::KwNot;
  // `"{ products { id name } }"`: a query of GraphQL.
  const bool is_query = at.found == NestParser::PunLeftBrace || (is_word(at.found) && !is_operator);
  if (at.found == NestParser::PunColon || (is_query && at.of_parenthesis == kEndOfFile) ||
      at.before == NestParser::StrHole) {
    return "in a string `{` begins a hole; for the character itself write `\\{`, or use a '…' string";
  }
  return {};
}

/// A `,` behind something that stands alone.
std::string_view comma_hint(const Situation& at) {
  if (at.of_parenthesis == NestParser::KwExpect || at.of_parenthesis == NestParser::KwRequire)
    return "conditions stand without parentheses: `expect status == 200, time < 500ms`";
  if (at.of_parenthesis == NestParser::KwWait) return "think time between two bounds is `wait 1s..5s`";
  if (at.of_parenthesis == NestParser::KwSleep) return "a time between two bounds is `sleep random(1s, 5s)`";
  if (in_block(at.rule) && is_string_end(at.before))
    return "a request's parts stand in braces: `POST \"/orders\" { json { item: 1 } }`; values in a text are "
           "`\"{a}, {b}\"`";
  if (in_block(at.rule))
    return "one thing a statement: `let a = 1 let b = 2`; values in a text are `\"{a}, {b}\"`";
  return {};
}

/// The block that belongs to what is in front is not in braces.
std::string_view block_hint(const Situation& at) {
  if (!at.wants_block) return {};
  if (at.found == NestParser::PunColon) return "a block stands in braces: `{ … }`";
  if (at.rule == NestParser::RuleTask && at.found == NestParser::KwWeight)
    return "the weight stands in front of the name: `task(5) browse`";
  if (at.begins_line) return "what belongs to it stands in braces: `{ … }`";
  return {};
}

}  // namespace

bool is_arithmetic(std::size_t type) { return type >= NestParser::OpPlus && type <= NestParser::OpRemainder; }

bool begins_statement(std::size_t type) {
  switch (type) {
    case NestParser::KwLet:
    case NestParser::KwVar:
    case NestParser::KwIf:
    case NestParser::KwFor:
    case NestParser::KwRepeat:
    case NestParser::KwWhile:
    case NestParser::KwReturn:
    case NestParser::KwSleep:
    case NestParser::KwLog:
    case NestParser::KwFail:
    case NestParser::KwInterrupt:
    case NestParser::KwTransaction:
    case NestParser::KwParallel:
      return true;
    default:
      return is_method(type);
  }
}

bool is_request_in_expression(std::size_t found, std::size_t before) {
  return is_method(found) && wants_expression(before);
}

std::string_view hint(const Situation& at) {
  if (is_request_in_expression(at.found, at.before)) {
    return "a request stands alone or right of `let`, `var`, `=` or `return`: `let page = GET \"/\"`, then "
           "`page`";
  }
  if (at.in_hole) {
    if (const std::string_view found = hole_hint(at); !found.empty()) return found;
  }
  if (at.found == NestParser::PunAssign && is_field(at.rule))
    return "between a name and its value stands a `:`, as in `json { item: 1 }`";
  if ((at.found == NestParser::PunAssign || at.found == NestParser::PunColon) && takes_value(at.before))
    return sign_hint(at);
  if (at.found == NestParser::PunAssign) return assignment_hint(at);
  if (at.found == NestParser::PunComma) return comma_hint(at);
  if (is_string(at.found) && at.adjacent && is_prefix(at.text_before))
    return "values are put into every \"…\" text: `\"/items/{id}\"`; leave the letter in front out";
  if (is_string(at.found) && in_request_items(at.rule))
    return "the fields of a body stand in `json { … }` or `form { … }`, those of the URL in `query { … }`";
  if (lacks_comma(at)) return "a `,` stands between two fields";
  if (begins_statement(at.found) && in_request_items(at.rule))
    return "what is done with the answer stands behind its request: `let page = GET \"/\"  log page.body`";
  if (at.rule == NestParser::RuleKey && at.found == NestParser::LitInt)
    return "a percentile is one word: `limit p95 < 500ms`";
  if (at.found == NestParser::KwIn) return "whether a list has it: `contains(list, x)`";
  if (at.found == NestParser::KwNot && at.wants_block)
    return "whether a list lacks it: `not contains(list, x)`";
  if (at.found == NestParser::KwElse && at.before != NestParser::PunRightBrace) return kConditional;
  if (at.before == NestParser::KwHeader && is_word(at.found))
    return "the name of a header stands in quotes: `header \"X-Trace\": value`";
  if (at.found == NestParser::PunDot && at.before == NestParser::PunRightBrace && in_block(at.rule))
    return "an answer is kept before it is looked at: `let page = GET \"/\"  let id = page.json.id`";
  if (at.before == NestParser::KwImport)
    return "only .nest files are imported: requests, checks and waits are part of the language";
  if (at.rule == NestParser::RulePlanMember && at.wants_time)
    return "a step is `users 100 for 5m`, or `users 0 -> 100 over 30s`";
  if (const std::string_view found = block_hint(at); !found.empty()) return found;
  if (at.found == NestParser::PunLeftParen && at.before == NestParser::KwFor)
    return "a loop is `for item in list { … }` or `for i in 1..10 { … }`";
  if (at.found == NestParser::PunDot && at.before == NestParser::OpQuestion)
    return "what is missing on the way is dealt with at the end: `page.json.a.b ?? \"none\"`";
  if (at.before == NestParser::OpRemainder &&
      (at.found == NestParser::PunRightParen || at.found == NestParser::KwTask))
    return "a weight is a whole number: its share of the sum of all weights beside it";
  if (at.found == NestParser::OpDivide && is_method(at.before))
    return "a URL is a string: `GET \"/products\"`";
  if (at.found == NestParser::PunLeftParen && at.rule == NestParser::RuleTask) {
    return "the weight stands in front of the name: `task(5) browse`";
  }
  if (at.found == NestParser::PunLeftBrace && is_item_word(at.before)) {
    return "what belongs to a request stands in braces: `POST \"/orders\" { json { item: 1 } }`";
  }
  if (in_request_items(at.rule) && (at.text == "status" || at.text == "time" || at.text == "size")) {
    return "a condition begins with `expect` or `require`";
  }
  if (at.found == NestParser::KwWait && in_block(at.rule)) return "inside a task it is `sleep`";
  if (is_arithmetic(at.found) && in_block(at.rule)) return "a statement calls or assigns: `x = x + 1`";
  return {};
}

}  // namespace nest::syntax
