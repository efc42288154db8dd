#include "compiler/syntax/token_shapes.h"

#include <algorithm>
#include <cstddef>

namespace nest::syntax {
namespace {

using Node = antlr4::ParserRuleContext;
using Children = std::vector<antlr4::tree::ParseTree*>;

/// The type of a child that is a token; kEndOfFile for a child that is a rule.
std::size_t token_type(antlr4::tree::ParseTree* child) {
  auto* const terminal = dynamic_cast<antlr4::tree::TerminalNode*>(child);
  return terminal == nullptr ? kEndOfFile : terminal->getSymbol()->getType();
}

bool is_rule(antlr4::tree::ParseTree* child) { return dynamic_cast<Node*>(child) != nullptr; }

bool is_word(std::size_t type) { return type >= NestLexer::KwTaskset && type <= NestLexer::Identifier; }

bool has(const Node& node, std::size_t type) {
  return std::ranges::any_of(node.children, [type](auto* child) { return token_type(child) == type; });
}

/// An operator by its place among its siblings: first, last or between.
TokenShape operator_shape(std::size_t type, std::size_t index, const Node& node) {
  const std::size_t last = node.children.size() - 1;
  if (type == NestLexer::OpLess && token_type(node.children.back()) == NestLexer::OpGreater)
    return TokenShape::Tight;
  if (index == 0 && last > 0) return TokenShape::Prefix;
  if (index == last && last > 0) return TokenShape::Postfix;
  const bool in_expression = dynamic_cast<const NestParser::ExpressionContext*>(&node) != nullptr;
  return type == NestLexer::OpDivide && !in_expression ? TokenShape::Tight : TokenShape::Infix;
}

TokenShape shape_of(std::size_t type, std::size_t index, const Node& node) {
  switch (type) {
    case NestLexer::PunLeftParen:
    case NestLexer::PunLeftBracket: {
      const bool suffix = dynamic_cast<const NestParser::SuffixContext*>(&node) != nullptr;
      return index > 0 || suffix ? TokenShape::TightOpen : TokenShape::Open;
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
      return node.children.size() == 1 ? TokenShape::Word : TokenShape::Infix;
    default:
      return is_word(type) ? TokenShape::Word : operator_shape(type, index, node);
  }
}

/// Where a sequence of things in braces has a thing of its own: at a rule or a word that follows the brace, a
/// comma, or another whole thing.
bool begins_item(const Children& children, std::size_t index, bool first) {
  if (!is_rule(children[index]) && !is_word(token_type(children[index]))) return false;
  if (first) return true;
  const std::size_t before = token_type(children[index - 1]);
  return is_rule(children[index - 1]) || before == NestLexer::PunLeftBrace || before == NestLexer::PunComma;
}

class Collector {
 public:
  std::vector<SourceToken> run(NestParser::FileContext& file) {
    node(file, true);
    return std::move(tokens_);
  }

 private:
  void node(Node& node, bool is_file) {
    if (dynamic_cast<NestParser::StringLiteralContext*>(&node) != nullptr) {
      add(node.start->getStartIndex(), node.stop->getStopIndex(), TokenShape::Literal);
      return;
    }
    bool in_braces = is_file;
    for (std::size_t i = 0; i < node.children.size(); ++i) {
      antlr4::tree::ParseTree* const child = node.children[i];
      const std::size_t type = token_type(child);
      if (type == NestLexer::PunRightBrace) in_braces = false;
      if (in_braces && begins_item(node.children, i, is_file && i == 0)) item_begins_ = true;
      if (type == NestLexer::PunLeftBrace) in_braces = true;
      if (auto* const rule = dynamic_cast<Node*>(child)) {
        this->node(*rule, false);
      } else {
        terminal(*dynamic_cast<antlr4::tree::TerminalNode*>(child), i, node);
      }
    }
  }

  void terminal(antlr4::tree::TerminalNode& terminal, std::size_t index, const Node& parent) {
    const antlr4::Token& token = *terminal.getSymbol();
    if (token.getType() == kEndOfFile) return;
    add(token.getStartIndex(), token.getStopIndex(), shape_of(token.getType(), index, parent));
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
