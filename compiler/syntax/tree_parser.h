#pragma once

#include <antlr4-runtime.h>

#include <cstddef>
#include <functional>
#include <utility>

#include "compiler/syntax/arena.h"
#include "compiler/syntax/file_tokens.h"
#include "compiler/syntax/parser_simulator.h"
#include "compiler/syntax/tree_node.h"

namespace nest::syntax {

/// What the generated parser is built on, by its option `superClass`. The generated code calls these members
/// where it would call ANTLR's own: they do the same to TreeNodes and FileTokens, without what nobody needs
/// here (listeners, dynamic_casts, an allocation for each node). ANTLR's error strategies see an
/// antlr4::Parser as ever.
class TreeParser : public antlr4::Parser {
 public:
  /// Reads `input`, which is a FileTokens and outlives the parser.
  explicit TreeParser(antlr4::TokenStream* input) : Parser(input), _input(static_cast<FileTokens*>(input)) {}

  /// Before the first rule. Takes the simulator; the arena outlives the parser and serves no other.
  void use(ParserSimulator* simulator, Arena& arena) {
    setInterpreter(simulator);
    simulator_ = simulator;
    _tracker.use(arena);
  }

  /// Calls `too_deep` with the first token of a rule that is the `limit + 1`st inside each other.
  void limit_depth(std::size_t limit, std::function<void(const antlr4::Token&)> too_deep) {
    depth_limit_ = limit;
    too_deep_ = std::move(too_deep);
  }

  void reset() override {
    Parser::reset();
    _tracker.clear();
    depth_ = 0;
  }

  // NOLINTBEGIN(readability-identifier-naming): under ANTLR's names, or the generated code would not find
  // them.

  antlr4::Token* match(std::size_t type) final {
    antlr4::Token* const token = _input->LT(1);
    if (token->getType() != type) return _errHandler->recoverInline(this);
    if (type == antlr4::Token::EOF) _matchedEOF = true;
    _errHandler->reportMatch(this);
    return consume();
  }

  antlr4::Token* consume() final {
    antlr4::Token* const token = _input->LT(1);
    if (token->getType() != antlr4::Token::EOF) _input->consume();
    context().append(_tracker.leaf(token));
    return token;
  }

  void enterRule(antlr4::ParserRuleContext* node, std::size_t state, std::size_t) final {
    if (node->parent != nullptr) static_cast<TreeNode*>(node->parent)->append(static_cast<TreeNode&>(*node));
    begin(node, state);
  }

  void exitRule() {
    _ctx->stop = _matchedEOF ? _input->LT(1) : _input->LT(-1);
    --depth_;
    setState(_ctx->invokingState);
    _ctx = static_cast<antlr4::ParserRuleContext*>(_ctx->parent);
  }

  /// A node of the rule becomes one of the rule's label.
  void enterOuterAlt(antlr4::ParserRuleContext* node, std::size_t) final {
    if (_ctx != node && _ctx->parent != nullptr) {
      static_cast<TreeNode*>(_ctx->parent)->replace_last(static_cast<TreeNode&>(*node));
    }
    _ctx = node;
  }

  using Parser::enterRecursionRule;
  void enterRecursionRule(antlr4::ParserRuleContext* node, std::size_t state, std::size_t,
                          int precedence) final {
    _precedenceStack.push_back(precedence);
    begin(node, state);
  }

  /// What was read so far becomes the left operand of `node`.
  void pushNewRecursionContext(antlr4::ParserRuleContext* node, std::size_t state, std::size_t) final {
    TreeNode& operand = context();
    operand.parent = node;
    operand.invokingState = state;
    operand.stop = _input->LT(-1);
    _ctx = node;
    _ctx->start = operand.start;
    context().append(operand);
  }

  void unrollRecursionContexts(antlr4::ParserRuleContext* parent) final {
    _precedenceStack.pop_back();
    _ctx->stop = _input->LT(-1);
    TreeNode& result = context();
    --depth_;
    _ctx = parent;
    result.parent = parent;
    if (parent != nullptr) static_cast<TreeNode*>(parent)->append(result);
  }

  bool precpred(antlr4::RuleContext*, int precedence) final { return precedence >= _precedenceStack.back(); }

  /// Of any interpreter, the one that this has.
  template <typename>
  [[nodiscard]] ParserSimulator* getInterpreter() const {
    return simulator_;
  }

 protected:
  template <typename Action>
  class AtExit {
   public:
    explicit AtExit(Action action) : action_(std::move(action)) {}
    AtExit(const AtExit&) = delete;
    AtExit& operator=(const AtExit&) = delete;
    ~AtExit() { action_(); }

   private:
    Action action_;
  };

  template <typename Action>
  static AtExit<Action> finally(Action action) {
    return AtExit<Action>(std::move(action));
  }

  FileTokens* _input;
  TreeNodes _tracker;
  // NOLINTEND(readability-identifier-naming)

 private:
  [[nodiscard]] TreeNode& context() const { return static_cast<TreeNode&>(*_ctx); }

  void begin(antlr4::ParserRuleContext* node, std::size_t state) {
    setState(state);
    _ctx = node;
    _ctx->start = _input->LT(1);
    if (++depth_ > depth_limit_) too_deep_(*_ctx->start);
  }

  ParserSimulator* simulator_ = nullptr;
  std::function<void(const antlr4::Token&)> too_deep_;
  std::size_t depth_limit_ = 0;
  std::size_t depth_ = 0;
};

}  // namespace nest::syntax

namespace nest_grammar {

using nest::syntax::TreeNode;
using nest::syntax::TreeParser;

}  // namespace nest_grammar
