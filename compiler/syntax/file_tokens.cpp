#include "compiler/syntax/file_tokens.h"

namespace nest::syntax {

std::string FileToken::getText() const {
  if (end_ <= begin_) return {};
  return getInputStream()->getText(antlr4::misc::Interval(std::size_t{begin_}, getStopIndex()));
}

/// The visible token so many before the next one, or behind it; null in front of the first.
FileToken* FileTokens::at_distance(ssize_t distance) {
  std::size_t at = at_;
  for (; distance > 1; --distance) at = visible_from(at + 1);
  for (; distance < 0; ++distance) {
    do {
      if (at == 0) return nullptr;
      --at;
    } while (tokens_[at].hidden());
  }
  return &tokens_[at];
}

std::string FileTokens::getText(const antlr4::misc::Interval& interval) {
  std::string text;
  const auto first = static_cast<std::size_t>(interval.a);
  const auto last = static_cast<std::size_t>(interval.b);
  for (std::size_t i = first; i <= last && i < tokens_.size(); ++i) text += tokens_[i].getText();
  return text;
}

std::string FileTokens::getText() {
  return getText(antlr4::misc::Interval(std::size_t{0}, tokens_.size() - 1));
}

std::string FileTokens::getText(antlr4::RuleContext* node) { return getText(node->getSourceInterval()); }

std::string FileTokens::getText(antlr4::Token* first, antlr4::Token* last) {
  return getText(antlr4::misc::Interval(first->getTokenIndex(), last->getTokenIndex()));
}

}  // namespace nest::syntax
