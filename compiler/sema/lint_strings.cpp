// Holes as other languages write them, and holes where there are none.

#include <cstddef>
#include <string>
#include <string_view>

#include "compiler/sema/builtins.h"
#include "compiler/sema/lints.h"

namespace nest::sema {
namespace {

bool is_name_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

bool is_of_name(char c) { return is_name_start(c) || (c >= '0' && c <= '9'); }

// The name that what stands in braces begins with; none when it cannot be a hole: `\d{2}`, `{"a": 1}`.
std::string_view first_name(std::string_view inside) {
  std::size_t end = 0;
  if (inside.empty() || !is_name_start(inside.front())) return {};
  while (end < inside.size() && is_of_name(inside[end])) ++end;
  constexpr std::string_view kFollows = ".[( +-*/%?";
  return end == inside.size() || kFollows.contains(inside[end]) ? inside.substr(0, end) : std::string_view();
}

// Marks a variable as used.
bool can_be_seen(const FunctionChecker& f, std::string_view name, bool is_called) {
  if (Variable* variable = f.scope().find(name)) return variable->is_read = true;
  return name == "user" || (is_called && is_function(name));
}

}  // namespace

void lint_dollars(Analysis& analysis, const ast::StringLiteral& literal) {
  for (std::size_t i = 1; i < literal.parts.size(); ++i) {
    const auto* text = std::get_if<std::string>(&literal.parts[i - 1]);
    const auto* hole = std::get_if<ast::ExpressionPtr>(&literal.parts[i]);
    if (text == nullptr || hole == nullptr || !text->ends_with('$')) continue;
    const Span inside = (*hole)->span;
    // Written as an escape it is meant.
    if (inside.begin < 2 || analysis.sources.text({inside.file, inside.begin - 2, 2}) != "${") continue;
    analysis.emitter.emit(DiagnosticCode::DollarHole, Span{inside.file, inside.begin - 2, inside.length + 3})
        .help("leave the `$` out; where it is meant, write `\\u{{24}}`");
  }
}

void lint_raw_string(FunctionChecker& f, const ast::StringLiteral& literal, Span span) {
  const std::string_view written = f.analysis.sources.text(span);
  if (literal.parts.empty() || !written.starts_with('\'')) return;
  for (std::size_t open = written.find('{'); open != std::string_view::npos;
       open = written.find('{', open + 1)) {
    const std::size_t close = written.find('}', open);
    if (close == std::string_view::npos) return;
    const std::string_view inside = written.substr(open + 1, close - open - 1);
    const std::string_view name = first_name(inside);
    const bool is_called = name.size() < inside.size() && inside[name.size()] == '(';
    if (name.empty() || !can_be_seen(f, name, is_called)) continue;
    const Span hole{span.file, span.begin + static_cast<std::uint32_t>(open),
                    static_cast<std::uint32_t>(close - open + 1)};
    auto report =
        f.emitter.emit(DiagnosticCode::HoleInRawString, hole, written.substr(open, close - open + 1));
    const std::string_view text = written.substr(1, written.size() - 2);
    if (text.find_first_of("\"\\\r\n") == std::string_view::npos) {
      report.help("a value is put in between double quotes: `\"{}\"`", text);
    } else {
      report.help(
          "a value is put in between double quotes; what is `\"` or `\\` in the text is `\\\"` or `\\\\` "
          "there");
    }
    return;  // one is enough to tell
  }
}

}  // namespace nest::sema
