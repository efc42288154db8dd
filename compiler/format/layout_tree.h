#pragma once

#include <cstddef>
#include <deque>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/format/comments.h"
#include "compiler/syntax/source_tokens.h"

namespace nest::format {

/// Columns of a line, and of a step to the right.
inline constexpr std::size_t kLineWidth = 110;
inline constexpr std::size_t kIndent = 4;

/// A token of an item; for an opening bracket, everything up to its closing one.
struct Element {
  static constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
  std::size_t token = 0;
  std::size_t group = kNone;  ///< in LayoutTree::groups
};

/// What may stand on lines of its own: a statement, a member, an argument, the file's declarations.
struct Item {
  std::vector<Element> elements;  ///< with the comma behind it
};

/// A pair of brackets and what is between them.
struct Group {
  std::size_t open = 0;
  std::size_t close = 0;
  std::vector<Item> items;
  bool braces = false;
  bool broken = false;  ///< each item has lines of its own
};

/// A file's tokens by brackets and items, with everything that decides where lines end.
struct LayoutTree {
  std::string_view text;
  std::vector<SourceToken> tokens;
  std::vector<Gap> gaps;  ///< in front of each token, and behind the last
  std::deque<Group> groups;
  std::vector<Item> items;         ///< the file's
  std::vector<bool> break_before;  ///< by token: a line of its item ends in front of it

  /// A token as it is written: line ends in """ strings are `\n`, as they are for the parser.
  [[nodiscard]] std::string word(std::size_t token) const;
  /// True when the two, which follow each other on a line, have a space between them.
  [[nodiscard]] bool spaced(std::size_t before, std::size_t token) const;
  [[nodiscard]] bool is_brace(std::size_t token) const;
};

/// Decides by what was written which brackets are broken: those with a line end behind the opening one, with
/// a comment that ends a line, or with two things in braces that no comma parts.
[[nodiscard]] LayoutTree build_layout_tree(std::string_view text, std::vector<SourceToken> tokens);

}  // namespace nest::format
