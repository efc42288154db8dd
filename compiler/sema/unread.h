#pragma once

#include <set>
#include <span>
#include <string_view>
#include <vector>

#include "compiler/sema/analysis.h"

namespace nest::sema {

/// Adds all words of a text that could be names; views into it.
void add_words(std::string_view text, std::set<std::string_view>& words);

/// Declares every word of what could not be read of a file (ast::File::gaps) as a name of which nothing is
/// known, so that nothing is said of what uses it; but not those that are declared in the same place by what
/// could be read. What a file declares, and the state of a taskset or of the user.
void declare_unread(Analysis& analysis, ModuleSymbol& module);
void declare_unread(Analysis& analysis, Scope& scope, std::span<const Span> gaps,
                    const std::vector<ast::Statement>& state);

}  // namespace nest::sema
