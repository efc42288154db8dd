#include "compiler/sema/unread.h"

#include <string>

namespace nest::sema {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_part(char c) { return is_letter(c) || (c >= '0' && c <= '9'); }

template <typename Declarations>
void add_names(const Declarations& declarations, std::set<std::string_view>& names) {
  for (const auto& each : declarations) names.insert(each.name.text);
}

void declare_words(Analysis& analysis, Scope& scope, std::span<const Span> gaps,
                   const std::set<std::string_view>& declared) {
  for (const Span gap : gaps) {
    std::set<std::string_view> words;
    add_words(analysis.sources.text(gap), words);
    for (const std::string_view word : words) {
      if (declared.contains(word) || scope.find_own(word) != nullptr) continue;
      const ModuleSymbol* const nothing = nullptr;
      scope.declare(analysis.variables.emplace_back(Variable{.name = std::string(word),
                                                             .span = gap,
                                                             .type = std::nullopt,
                                                             .is_mutable = true,
                                                             .is_loop_variable = false,
                                                             .place = nothing,
                                                             .is_read = true}));
    }
  }
}

}  // namespace

void add_words(std::string_view text, std::set<std::string_view>& words) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_part(text[at])) continue;
    const std::size_t begin = at;
    while (at < text.size() && is_part(text[at])) ++at;
    if (is_letter(text[begin])) words.insert(text.substr(begin, at - begin));
  }
}

void declare_unread(Analysis& analysis, ModuleSymbol& module) {
  const ast::File& tree = module.module->tree;
  if (tree.gaps.empty()) return;
  std::set<std::string_view> declared;
  add_names(tree.imports, declared);
  add_names(tree.constants, declared);
  add_names(tree.params, declared);
  add_names(tree.shared, declared);
  add_names(tree.metrics, declared);
  add_names(tree.data, declared);
  add_names(tree.services, declared);
  add_names(tree.functions, declared);
  declare_words(analysis, module.scope, tree.gaps, declared);
}

void declare_unread(Analysis& analysis, Scope& scope, std::span<const Span> gaps,
                    const std::vector<ast::Statement>& state) {
  if (gaps.empty()) return;
  std::set<std::string_view> declared;
  for (const ast::Statement& each : state) {
    declared.insert(std::get<ast::Variable>(each.node).name.text);
  }
  declare_words(analysis, scope, gaps, declared);
}

}  // namespace nest::sema
