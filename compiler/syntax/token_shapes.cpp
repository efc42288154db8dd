#include "compiler/syntax/token_shapes.h"

#include <cstddef>

namespace nest::syntax {
namespace {

using Node = TreeNode;

/// The type of a child that is a token; kEndOfFile for a child that is a rule.
std::size_t token_type(const TreeItem* child) {
  return child->is_token() ? static_cast<const TreeLeaf*>(child)->symbol->getType() : kEndOfFile;
}

bool is_word(std::size_t type) { return type >= NestLexer::KwTaskset && type <= NestLexer::Identifier; }

bool has(const Node& node, std::size_t type) {
  for (const TreeItem* child = node.first_item(); child != nullptr; child = child->next) {
    if (token_type(child) == type) return true;
  }
  return false;
}

/// An operator by its place among its siblings: first, last or between.
TokenShape operator_shape(std::size_t type, const TreeItem& item, const Node& node) {
  const bool is_first = item.previous == nullptr;
  const bool is_last = item.next == nullptr;
  if (type == NestLexer::OpLess && token_type(node.last_item()) == NestLexer::OpGreater)
    return TokenShape::Tight;
  if (is_first && !is_last) return TokenShape::Prefix;
  if (is_last && !is_first) return TokenShape::Postfix;
  const bool in_expression = node.rule == NestParser::RuleExpression;
  return type == NestLexer::OpDivide && !in_expression ? TokenShape::Tight : TokenShape::Infix;
}

TokenShape shape_of(std::size_t type, const TreeItem& item, const Node& node) {
  switch (type) {
    case NestLexer::PunLeftParen:
    case NestLexer::PunLeftBracket: {
      const bool suffix = node.rule == NestParser::RuleSuffix;
      return item.previous != nullptr || suffix ? TokenShape::TightOpen : TokenShape::Open;
    }
    case NestLexer::PunLeftBrace:
      return TokenShape::Open;
    case NestLexer::PunRightParen:
    case NestLexer::PunRightBracket:
    case NestLexer::PunRightBrace:
      return TokenShape::Close;
    case NestLexer::PunComma:
      return TokenShape::Comma;
    case NestLexer::PunColon:
      return has(node, NestLexer::OpQuestion) ? TokenShape::Infix : TokenShape::Colon;
    case NestLexer::PunDot:
    case NestLexer::PunDotDot:
      return TokenShape::Tight;
    case NestLexer::PunArrow:
    case NestLexer::PunAssign:
      return TokenShape::Joint;
    case NestLexer::LitInt:
    case NestLexer::LitFloat:
    case NestLexer::LitDuration:
      return TokenShape::Literal;
    case NestLexer::KwAnd:
    case NestLexer::KwOr:
      // Where every word is a name, they are: `json { or: 1 }`.
      return node.first_item() == node.last_item() ? TokenShape::Word : TokenShape::Infix;
    default:
      return is_word(type) ? TokenShape::Word : operator_shape(type, item, node);
  }
}

/// Where a sequence of things in braces has a thing of its own: at a rule or a word that follows the brace, a
/// comma, or another whole thing.
bool begins_item(const TreeItem& item, bool first) {
  if (item.is_token() && !is_word(token_type(&item))) return false;
  if (first) return true;
  const std::size_t before = token_type(item.previous);
  return !item.previous->is_token() || before == NestLexer::PunLeftBrace || before == NestLexer::PunComma;
}

class Collector {
 public:
  std::vector<SourceToken> run(NestParser::FileContext& file) {
    node(file, true);
    return std::move(tokens_);
  }

 private:
  void node(const Node& node, bool is_file) {
    if (node.rule == NestParser::RuleStringLiteral) {
      add(node.start->getStartIndex(), node.stop->getStopIndex(), TokenShape::Literal);
      return;
    }
    bool in_braces = is_file;
    for (const TreeItem* child = node.first_item(); child != nullptr; child = child->next) {
      const std::size_t type = token_type(child);
      if (type == NestLexer::PunRightBrace) in_braces = false;
      if (in_braces && begins_item(*child, is_file && child->previous == nullptr)) item_begins_ = true;
      if (type == NestLexer::PunLeftBrace) in_braces = true;
      if (child->is_token()) {
        leaf(static_cast<const TreeLeaf&>(*child), node);
      } else {
        this->node(static_cast<const Node&>(*child), false);
      }
    }
  }

  void leaf(const TreeLeaf& leaf, const Node& parent) {
    const antlr4::Token& token = *leaf.symbol;
    if (token.getType() == kEndOfFile) return;
    add(token.getStartIndex(), token.getStopIndex(), shape_of(token.getType(), leaf, parent));
  }

  void add(std::size_t begin, std::size_t last, TokenShape shape) {
    tokens_.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(last + 1), shape,
                       item_begins_ && shape != TokenShape::Close});
    item_begins_ = false;
  }

  std::vector<SourceToken> tokens_;
  bool item_begins_ = false;  // with the token that comes next
};

}  // namespace

std::vector<SourceToken> source_tokens(NestParser::FileContext& file) { return Collector().run(file); }

}  // namespace nest::syntax
