#include "compiler/format/format.h"

#include <optional>
#include <utility>

#include "compiler/ast/printer.h"
#include "compiler/diagnostics/collecting_sink.h"
#include "compiler/format/layout_tree.h"
#include "compiler/format/print_layout.h"
#include "compiler/syntax/source_tokens.h"

namespace nest {
namespace {

struct Formatted {
  std::string text;
  std::string tree;   // of what was formatted, as text
  std::string words;  // and its tokens and comments, which stay as they are
};

std::string words_of(const format::LayoutTree& layout) {
  std::string words;
  for (std::size_t i = 0; i < layout.gaps.size(); ++i) {
    for (const format::Comment& comment : layout.gaps[i].trailing) words += comment.text + '\n';
    for (const format::Comment& comment : layout.gaps[i].leading) words += comment.text + '\n';
    if (i < layout.tokens.size()) words += layout.word(i) + '\n';
  }
  return words;
}

std::optional<Formatted> format_once(FileId file, const SourceSet& sources, Emitter& emitter) {
  std::optional<ParsedSource> parsed = parse_with_tokens(file, sources, ParseLimits{}, emitter);
  if (!parsed) return std::nullopt;
  format::LayoutTree layout = format::build_layout_tree(sources.file(file).text(), std::move(parsed->tokens));
  std::string words = words_of(layout);
  return Formatted{format::print_layout(layout), ast::print(parsed->tree), std::move(words)};
}

/// What would be wrong with writing the formatted text; empty when nothing is.
std::string fault_of(const Formatted& formatted) {
  SourceSet sources;
  CollectingSink sink;
  Emitter emitter(sink);
  const auto again = format_once(sources.add("formatted", formatted.text), sources, emitter);
  if (!again) return "what it was formatted to has syntax errors";
  if (again->tree != formatted.tree) return "formatting changes what it means";
  if (again->words != formatted.words) return "formatting changes its words or comments";
  return {};
}

}  // namespace

std::expected<std::string, FormatFailure> format_source(FileId file, const SourceSet& sources,
                                                        Emitter& emitter) {
  std::optional<Formatted> formatted = format_once(file, sources, emitter);
  if (!formatted) return std::unexpected(FormatFailure{});
  if (std::string fault = fault_of(*formatted); !fault.empty())
    return std::unexpected(FormatFailure{std::move(fault)});
  return std::move(formatted->text);
}

}  // namespace nest
