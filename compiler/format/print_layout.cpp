#include "compiler/format/print_layout.h"

#include <cstddef>

#include "compiler/format/fit_item.h"
#include "compiler/format/line_writer.h"

namespace nest::format {
namespace {

class LayoutPrinter {
 public:
  explicit LayoutPrinter(LayoutTree& tree) : tree_(tree) {}

  std::string print() {
    for (const Item& item : tree_.items) item_lines(item, 0);
    begin_with_comments(tree_.gaps.size() - 1, 0, true);
    return writer_.text();
  }

 private:
  /// An item on lines of its own.
  void item_lines(const Item& item, std::size_t indent) {
    fit_item(tree_, item, indent);
    const std::size_t first = item.elements.front().token;
    const bool blank = begin_with_comments(first, indent, !follows_opening(first));
    if (tree_.gaps[first].leading.empty() || tree_.gaps[first].line_ends > 0)
      writer_.begin_line(indent, blank);
    writer_.word(tree_.word(first), true);
    bracket(item.elements.front(), indent);
    for (std::size_t i = 1; i < item.elements.size(); ++i) place(item.elements[i], indent);
  }

  [[nodiscard]] bool follows_opening(std::size_t token) const {
    return token == 0 || tree_.tokens[token - 1].shape == TokenShape::Open ||
           tree_.tokens[token - 1].shape == TokenShape::TightOpen;
  }

  [[nodiscard]] bool closes(std::size_t token) const {
    return token < tree_.tokens.size() && tree_.tokens[token].shape == TokenShape::Close;
  }

  /// A comment as it stands on the current line.
  [[nodiscard]] std::string text_of(const Comment& comment) const {
    if (!comment.starred) return comment.text;
    std::string text;
    for (const char c : comment.text) {
      text += c;
      if (c == '\n') text += std::string(writer_.indent(), ' ');
    }
    return text;
  }

  /// The comments in front of a token that begins a line; true when an empty line follows them.
  bool begin_with_comments(std::size_t token, std::size_t indent, bool blank_allowed) {
    const Gap& gap = tree_.gaps[token];
    for (const Comment& comment : gap.trailing) writer_.comment(text_of(comment));
    bool first = true;
    for (const Comment& comment : gap.leading) {
      if (first && comment.line_ends == 0 && closes(token)) {
        writer_.comment(text_of(comment));
        continue;
      }
      if (comment.line_ends > 0 || first)
        writer_.begin_line(indent, comment.line_ends > 1 && (blank_allowed || !first));
      writer_.word(text_of(comment), true);
      first = false;
    }
    return gap.line_ends > 1 && (blank_allowed || !first);
  }

  /// A token within an item, and what is in its brackets.
  void place(const Element& element, std::size_t indent) {
    const std::size_t token = element.token;
    const Gap& gap = tree_.gaps[token];
    // What follows a closing brace, an `else`, belongs to what began before it.
    const bool behind_brace = tree_.tokens[token - 1].shape == TokenShape::Close;
    const bool breaks = tree_.break_before[token];
    const std::size_t next_line = behind_brace && !breaks ? indent : indent + kIndent;
    for (const Comment& comment : gap.trailing) writer_.comment(text_of(comment));
    // Where nothing ends the line, a comment that had one of its own is one in the midst of it.
    const bool at_once =
        breaks && (!gap.breaks() || gap.leading.empty() || gap.leading.front().line_ends == 0);
    if (at_once) writer_.begin_line(next_line);
    for (const Comment& comment : gap.leading) {
      if (comment.line_ends > 0 && gap.breaks()) writer_.begin_line(next_line);
      writer_.word(text_of(comment), true);
    }
    if (!at_once && gap.line_ends > 0 && gap.breaks()) writer_.begin_line(next_line);
    const bool commented = !gap.trailing.empty() || !gap.leading.empty();
    writer_.word(tree_.word(token), commented || tree_.spaced(token - 1, token));
    bracket(element, indent);
  }

  void bracket(const Element& element, std::size_t indent) {
    if (element.group == Element::kNone) return;
    const Group& group = tree_.groups[element.group];
    if (!group.broken) {
      for (const Item& item : group.items) {
        for (const Element& inner : item.elements) place(inner, indent);
      }
      place({group.close, Element::kNone}, indent);
      return;
    }
    const std::size_t base = group.braces ? indent : writer_.indent();
    for (const Item& item : group.items) item_lines(item, base + kIndent);
    begin_with_comments(group.close, base + kIndent, !group.items.empty());
    writer_.begin_line(base);
    writer_.word(tree_.word(group.close), true);
  }

  LayoutTree& tree_;
  LineWriter writer_;
};

}  // namespace

std::string print_layout(LayoutTree& tree) { return LayoutPrinter(tree).print(); }

}  // namespace nest::format
