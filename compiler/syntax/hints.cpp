#include "compiler/syntax/hints.h"

#include "compiler/syntax/generated.h"

namespace nest::syntax {
namespace {

bool is_method(std::size_t type) { return type >= NestParser::KwGet && type <= NestParser::KwOptions; }

bool is_arithmetic(std::size_t type) { return type >= NestParser::OpPlus && type <= NestParser::OpRemainder; }

bool is_item_word(std::size_t type) {
  return type >= NestParser::KwHeader && type <= NestParser::KwCompressed;
}

bool in_request_items(std::size_t rule) {
  return rule == NestParser::RuleRequestItems || rule == NestParser::RuleRequestItem;
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

/// `=` where none belongs.
std::string_view assignment_hint(const Situation& at) {
  if (at.before == NestParser::OpEqual || at.before == NestParser::OpNotEqual)
    return "values are compared by `==` and `!=`";
  if (at.rule == NestParser::RuleParam) return "a `param` has a type: `param size: int = 20`";
  // Behind an item that could have ended: of those only a condition is anything to compare with.
  if (at.rule == NestParser::RuleRequestItems) return "`==` compares: `expect status == 200`";
  if (at.could_go_on) return "`==` compares; `=` gives a value to a name, in a statement of its own";
  return {};
}

}  // namespace

bool is_request_in_expression(std::size_t found, std::size_t before) {
  return is_method(found) && wants_expression(before);
}

std::string_view hint(const Situation& at) {
  if (is_request_in_expression(at.found, at.before)) {
    return "a request stands alone or right of `let`, `var`, `=` or `return`: `let page = GET \"/\"`, then "
           "`page`";
  }
  if (at.in_hole && (at.found == NestParser::PunColon || at.before == NestParser::StrHole)) {
    return "in a string `{` begins a hole; for the character itself write `\\{`, or use a '…' string";
  }
  if (at.found == NestParser::PunAssign) return assignment_hint(at);
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
