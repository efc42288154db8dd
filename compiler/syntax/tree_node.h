#pragma once

#include <antlr4-runtime.h>

#include <cstddef>
#include <limits>
#include <new>
#include <typeinfo>
#include <utility>
#include <vector>

#include "compiler/syntax/arena.h"

namespace nest::syntax {

/// What the children of a node are: another node, or a TreeLeaf.
struct TreeItem {
  static constexpr std::size_t kToken = std::numeric_limits<std::size_t>::max();

  TreeItem* next = nullptr;      ///< the sibling behind it
  TreeItem* previous = nullptr;  ///< and the one in front
  std::size_t rule = kToken;     ///< of the grammar, or kToken for a TreeLeaf

  [[nodiscard]] bool is_token() const { return rule == kToken; }
};

/// A token in the tree. Owns nothing, so nobody destroys it.
class TreeLeaf final : public antlr4::tree::TerminalNodeImpl, public TreeItem {
 public:
  explicit TreeLeaf(antlr4::Token* token) : TerminalNodeImpl(token) {}
};

/// What all nodes of the generated parser are, by its option `contextSuperClass`: their children are a linked
/// list, and are asked for by number, where ANTLR keeps a vector and tries a dynamic_cast on each of them.
/// (`children` of ANTLR's own class stays empty.)
class TreeNode : public antlr4::ParserRuleContext, public TreeItem {
 public:
  TreeNode() = default;
  TreeNode(antlr4::ParserRuleContext* parent, std::size_t state) : ParserRuleContext(parent, state) {}

  /// The first child; null when there is none.
  [[nodiscard]] TreeItem* first_item() const { return first_; }
  [[nodiscard]] TreeItem* last_item() const { return last_; }

  /// `item` belongs to no other node.
  void append(TreeItem& item) {
    item.previous = last_;
    item.next = nullptr;
    (last_ == nullptr ? first_ : last_->next) = &item;
    last_ = &item;
  }

  void replace_last(TreeItem& item) {
    last_ = last_->previous;
    if (last_ == nullptr) first_ = nullptr;
    append(item);
  }

  // What the generated code asks its nodes for, under ANTLR's names.

  void copyFrom(antlr4::ParserRuleContext* node) override {
    parent = node->parent;
    invokingState = node->invokingState;
    start = node->start;
    stop = node->stop;
  }

  /// The child at `index` among those of one rule; null when there are fewer.
  template <typename Rule>
  [[nodiscard]] Rule* getRuleContext(std::size_t index) const {
    const std::size_t wanted = rule_of<Rule>();
    for (TreeItem* item = first_; item != nullptr; item = item->next) {
      if (item->rule == wanted && index-- == 0) return static_cast<Rule*>(static_cast<TreeNode*>(item));
    }
    return nullptr;
  }

  template <typename Rule>
  [[nodiscard]] std::vector<Rule*> getRuleContexts() const {
    const std::size_t wanted = rule_of<Rule>();
    std::vector<Rule*> found;
    for (TreeItem* item = first_; item != nullptr; item = item->next) {
      if (item->rule == wanted) found.push_back(static_cast<Rule*>(static_cast<TreeNode*>(item)));
    }
    return found;
  }

  antlr4::tree::TerminalNode* getToken(std::size_t type, std::size_t index) override {
    for (TreeItem* item = first_; item != nullptr; item = item->next) {
      if (!item->is_token()) continue;
      auto* const leaf = static_cast<TreeLeaf*>(item);
      if (leaf->symbol->getType() == type && index-- == 0) return leaf;
    }
    return nullptr;
  }

 private:
  friend class TreeNodes;

  template <typename Rule>
  static std::size_t rule_of() {
    static const std::size_t rule = Rule(nullptr, 0).getRuleIndex();
    return rule;
  }

  TreeItem* first_ = nullptr;
  TreeItem* last_ = nullptr;
  TreeNode* made_before_ = nullptr;
};

/// The node as one of the grammar's labels, or null when it is another. Labels have no classes below them,
/// and there is one type_info for each in a program, which is linked as a whole.
template <typename Label>
[[nodiscard]] Label* as(TreeNode& node) {
  return &typeid(node) == &typeid(Label) ? static_cast<Label*>(&node) : nullptr;
}

/// Where the parser gets its nodes from, and who destroys them. Under ANTLR's name for it.
class TreeNodes {
 public:
  TreeNodes() = default;
  TreeNodes(const TreeNodes&) = delete;
  TreeNodes& operator=(const TreeNodes&) = delete;
  ~TreeNodes() { clear(); }

  /// Before the first node. The arena serves nobody else until this is gone.
  void use(Arena& arena) { arena_ = &arena; }

  template <typename Node, typename... Arguments>
  Node* createInstance(Arguments... arguments) {
    static_assert(sizeof(Node) <= Arena::kChunk);
    auto* const node = new (arena_->allocate(sizeof(Node))) Node(arguments...);
    node->rule = node->getRuleIndex();
    node->made_before_ = std::exchange(last_made_, node);
    return node;
  }

  TreeLeaf& leaf(antlr4::Token* token) { return *new (arena_->allocate(sizeof(TreeLeaf))) TreeLeaf(token); }

  void clear() {
    while (last_made_ != nullptr) {
      TreeNode* const node = std::exchange(last_made_, last_made_->made_before_);
      node->~TreeNode();
    }
    if (arena_ != nullptr) arena_->release();
  }

 private:
  Arena* arena_ = nullptr;
  TreeNode* last_made_ = nullptr;
};

}  // namespace nest::syntax
