#include "compiler/sema/analysis.h"

namespace nest::sema {

hir::CheckId Analysis::add_check(Span span, std::optional<hir::RowId> row_of_request) {
  // A taskset that is included has its conditions once, however often it is.
  const auto next = static_cast<hir::CheckId>(program.checks.size());
  const auto [entry, added] = checks_.try_emplace({span, row_of_request}, next);
  if (added) program.checks.push_back({text_of(span), span, row_of_request});
  return entry->second;
}

hir::RowId Analysis::row(hir::Method method, const std::string& name) {
  const auto next = static_cast<hir::RowId>(program.rows.size());
  const auto [entry, added] = rows_.try_emplace({method, name}, next);
  if (added) program.rows.push_back({method, name});
  return entry->second;
}

hir::PatternId Analysis::pattern(const std::string& text) {
  const auto next = static_cast<hir::PatternId>(program.patterns.size());
  const auto [entry, added] = patterns_.try_emplace(text, next);
  if (added) program.patterns.push_back(text);
  return entry->second;
}

hir::TransactionId Analysis::transaction(const std::string& name, Span span) {
  const auto next = static_cast<hir::TransactionId>(program.transactions.size());
  const auto [entry, added] = transactions_.try_emplace(name, next);
  if (added) program.transactions.push_back({name, span});
  return entry->second;
}

hir::FunctionId Analysis::add_function(hir::Function function) {
  const std::string base = function.symbol;
  for (int copy = 2; !symbols.insert(function.symbol).second; ++copy) {
    function.symbol = fmt::format("{}~{}", base, copy);
  }
  program.functions.push_back(std::move(function));
  return static_cast<hir::FunctionId>(program.functions.size() - 1);
}

std::string Analysis::text_of(Span span) const {
  std::string text;
  bool blank = false;
  for (const char c : sources.text(span)) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      blank = true;
      continue;
    }
    if (blank && !text.empty()) text += ' ';
    blank = false;
    text += c;
  }
  return text;
}

}  // namespace nest::sema
