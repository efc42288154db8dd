#include "compiler/format/fit_item.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace nest::format {
namespace {

/// Kinds of places where a line may be broken, in the order in which they are.
enum class Place : std::uint8_t { Braces, Comma, Operator, Brackets };

struct Candidate {
  Place place{};
  int rank = 0;           // among those of its kind: the lowest go first
  std::size_t where = 0;  // a token, or a group
};

/// How little an operator binds: the least first.
int strength(std::string_view word) {
  static constexpr std::pair<std::string_view, int> kStrengths[] = {
      {"?", 1}, {":", 1}, {"??", 2}, {"or", 3}, {"and", 4}, {"+", 6}, {"-", 6}, {"*", 7}, {"/", 7}, {"%", 7}};
  for (const auto& [name, value] : kStrengths) {
    if (name == word) return value;
  }
  return 5;
}

/// Goes through an item as it would be written, and stops at the first line that is too long.
class Measure {
 public:
  Measure(const LayoutTree& tree, std::size_t indent) : tree_(tree), indent_(indent), column_(indent) {}

  /// What could be broken on the first line that is too long and can be helped; empty when none is.
  std::vector<Candidate> run(const Item& item) {
    elements(item, 0);
    end_line(indent_);
    return std::move(found_);
  }

 private:
  void elements(const Item& item, int depth) {
    for (std::size_t i = 0; i < item.elements.size() && found_.empty(); ++i) {
      const Element& element = item.elements[i];
      place(element.token, depth == 0 && i == 0);
      if (depth == 0 && i > 0) break_candidate(item.elements[i - 1].token, element.token);
      word(element.token);
      if (element.group != Element::kNone) group(element.group, depth);
    }
  }

  void group(std::size_t index, int depth) {
    const Group& group = tree_.groups[index];
    if (group.broken) {
      end_line(indent_);
    } else {
      if (!group.items.empty())
        here_.push_back({group.braces ? Place::Braces : Place::Brackets, depth, index});
      for (const Item& item : group.items) elements(item, depth + 1);
      place(group.close, false);
    }
    word(group.close);
  }

  /// Moves to where a token begins.
  void place(std::size_t token, bool first) {
    const Gap& gap = tree_.gaps[token];
    if (first) return;
    if (gap.breaks() || tree_.break_before[token]) {
      end_line(indent_ + kIndent);
      return;
    }
    const std::size_t comments = gap.trailing.size() + gap.leading.size();
    for (const Comment& comment : gap.trailing) column_ += width_of(comment.text) + 1;
    for (const Comment& comment : gap.leading) column_ += width_of(comment.text) + 1;
    if (comments > 0 || tree_.spaced(token - 1, token)) ++column_;
  }

  void break_candidate(std::size_t before, std::size_t token) {
    if (tree_.break_before[token]) return;
    if (tree_.tokens[before].shape == TokenShape::Comma) {
      here_.push_back({Place::Comma, 0, token});
    } else if (tree_.tokens[token].shape == TokenShape::Infix) {
      here_.push_back({Place::Operator, strength(tree_.word(token)), token});
    }
  }

  void word(std::size_t token) {
    const std::string written = tree_.word(token);
    const std::size_t line_end = written.find('\n');
    if (line_end == std::string::npos) {
      column_ += width_of(written);
      return;
    }
    column_ += width_of(std::string_view(written).substr(0, line_end));
    end_line(0);
    column_ = width_of(std::string_view(written).substr(written.rfind('\n') + 1));
  }

  void end_line(std::size_t next_column) {
    if (column_ > kLineWidth && found_.empty()) found_ = here_;
    here_.clear();
    column_ = next_column;
  }

  const LayoutTree& tree_;
  std::size_t indent_;
  std::size_t column_;
  std::vector<Candidate> here_;  // on this line
  std::vector<Candidate> found_;
};

void break_at(LayoutTree& tree, const std::vector<Candidate>& candidates) {
  const auto order = [](const Candidate& candidate) { return std::pair(candidate.place, candidate.rank); };
  const auto first = std::ranges::min(candidates, {}, order);
  for (std::size_t i = candidates.size(); i-- > 0;) {
    const Candidate& candidate = candidates[i];
    if (order(candidate) != order(first)) continue;
    if (candidate.place == Place::Comma || candidate.place == Place::Operator) {
      tree.break_before[candidate.where] = true;
      continue;
    }
    tree.groups[candidate.where].broken = true;
    if (candidate.place == Place::Brackets) break;  // of several calls the last is enough
  }
}

/// Line ends that were written around an operator, or behind a comma, stay; those around operators go in
/// front of them.
void keep_line_ends(LayoutTree& tree, const Item& item) {
  for (std::size_t i = 1; i < item.elements.size(); ++i) {
    const std::size_t token = item.elements[i].token;
    const bool ends = tree.gaps[token].has_line_end();
    const bool infix = tree.tokens[token].shape == TokenShape::Infix;
    const bool behind_comma = tree.tokens[item.elements[i - 1].token].shape == TokenShape::Comma;
    if ((infix && (ends || tree.gaps[token + 1].has_line_end())) || (behind_comma && ends))
      tree.break_before[token] = true;
  }
}

}  // namespace

void fit_item(LayoutTree& tree, const Item& item, std::size_t indent) {
  keep_line_ends(tree, item);
  for (;;) {
    const std::vector<Candidate> candidates = Measure(tree, indent).run(item);
    if (candidates.empty()) return;
    break_at(tree, candidates);
  }
}

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace nest::format
