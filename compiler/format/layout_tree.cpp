#include "compiler/format/layout_tree.h"

#include <algorithm>
#include <utility>

namespace nest::format {
namespace {

bool opens(TokenShape shape) { return shape == TokenShape::Open || shape == TokenShape::TightOpen; }

class TreeReader {
 public:
  explicit TreeReader(LayoutTree& tree) : tree_(tree) {}

  /// The items up to the closing bracket of the group, or to the end of the file.
  std::vector<Item> items(bool by_comma) {
    std::vector<Item> result;
    bool begins = true;
    for (; at_ < tree_.tokens.size() && tree_.tokens[at_].shape != TokenShape::Close; ++at_) {
      const SourceToken& token = tree_.tokens[at_];
      if (begins || (!by_comma && token.begins_item)) result.emplace_back();
      begins = by_comma && token.shape == TokenShape::Comma;
      result.back().elements.push_back({at_, opens(token.shape) ? group() : Element::kNone});
    }
    return result;
  }

 private:
  /// The group that opens at at_; leaves at_ on its closing bracket.
  std::size_t group() {
    const std::size_t index = tree_.groups.size();
    tree_.groups.emplace_back();
    Group group;
    group.open = at_;
    group.braces = tree_.is_brace(at_);
    ++at_;
    group.items = items(!group.braces);
    group.close = at_;
    group.broken = is_broken(group, index);
    tree_.groups[index] = std::move(group);
    return index;
  }

  [[nodiscard]] bool is_broken(const Group& group, std::size_t index) const {
    for (std::size_t i = group.open + 1; i <= group.close; ++i) {
      if (tree_.gaps[i].breaks()) return true;
    }
    if (group.items.empty()) return false;
    if (tree_.gaps[group.open + 1].has_line_end()) return true;
    return group.braces && (has_statements(group) || holds_lines(group, index));
  }

  /// Two or more things without a comma between them.
  [[nodiscard]] bool has_statements(const Group& group) const {
    if (group.items.size() < 2) return false;
    const std::size_t end_of_first = group.items[1].elements.front().token - 1;
    return tree_.tokens[end_of_first].shape != TokenShape::Comma;
  }

  /// Something between the brackets spans lines whatever becomes of them.
  [[nodiscard]] bool holds_lines(const Group& group, std::size_t index) const {
    for (std::size_t i = group.open + 1; i < group.close; ++i) {
      const SourceToken& token = tree_.tokens[i];
      if (tree_.text.substr(token.begin, token.end - token.begin).contains('\n')) return true;
    }
    const auto inside = tree_.groups.begin() + static_cast<std::ptrdiff_t>(index) + 1;
    return std::any_of(inside, tree_.groups.end(), [](const Group& inner) { return inner.broken; });
  }

  LayoutTree& tree_;
  std::size_t at_ = 0;
};

}  // namespace

std::string LayoutTree::word(std::size_t token) const {
  const std::string_view written = text.substr(tokens[token].begin, tokens[token].end - tokens[token].begin);
  std::string result;
  for (std::size_t i = 0; i < written.size(); ++i) {
    if (written[i] != '\r' || i + 1 == written.size() || written[i + 1] != '\n') result += written[i];
  }
  return result;
}

bool LayoutTree::is_brace(std::size_t token) const {
  const char c = text[tokens[token].begin];
  return c == '{' || c == '}';
}

bool LayoutTree::spaced(std::size_t before, std::size_t token) const {
  switch (tokens[token].shape) {
    case TokenShape::Comma:
    case TokenShape::Colon:
    case TokenShape::Postfix:
    case TokenShape::Tight:
    case TokenShape::TightOpen:
      return false;
    case TokenShape::Close:
      return is_brace(token) && !opens(tokens[before].shape);
    default:
      break;
  }
  const TokenShape shape = tokens[before].shape;
  if (opens(shape)) return is_brace(before);
  return shape != TokenShape::Tight && shape != TokenShape::Prefix;
}

LayoutTree build_layout_tree(std::string_view text, std::vector<SourceToken> tokens) {
  LayoutTree tree;
  tree.text = text;
  tree.gaps = read_gaps(text, tokens);
  tree.tokens = std::move(tokens);
  tree.break_before.resize(tree.tokens.size());
  tree.items = TreeReader(tree).items(false);
  return tree;
}

}  // namespace nest::format
