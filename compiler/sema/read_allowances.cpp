#include "compiler/sema/read_allowances.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/suggestion.h"

namespace nest::sema {
namespace {

constexpr std::string_view kBlanks = " \t";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) + 1 - first);
}

// The first word of a text, which it is left without.
std::string_view take_word(std::string_view& text) {
  text = trimmed(text);
  const std::size_t end = std::min(text.find_first_of(kBlanks), text.size());
  const std::string_view word = text.substr(0, end);
  text = trimmed(text.substr(end));
  return word;
}

std::optional<DiagnosticCode> code_of(std::string_view text) {
  const auto& rows = all_diagnostics();
  const auto row = std::ranges::find(rows, text, &DiagnosticInfo::code);
  if (row == rows.end()) return std::nullopt;
  return static_cast<DiagnosticCode>(row - rows.begin());
}

/// The comments of one file.
class AllowanceReader {
 public:
  AllowanceReader(const SourceSet& sources, Emitter& emitter, Allowances& found)
      : sources_(&sources), emitter_(&emitter), found_(&found) {}

  void read(Span comment) {
    std::string_view text = sources_->text(comment).substr(2);
    text.remove_prefix(text.find(':') + 1);
    if (!is_alone(comment) || take_word(text) != "allow") return not_understood(comment);
    const std::string_view written = take_word(text);
    if (written.empty()) return not_understood(comment);
    const auto code = code_of(written);
    if (!code || info(*code).severity == Severity::Error) return no_warning(comment, written);
    if (take_word(text) != "because" || text.empty()) {
      emitter_->emit(DiagnosticCode::AllowedWithoutReason, comment, written)
          .help("add it: `// nestc: allow {} because …`", written);
      return;
    }
    found_->add({*code, comment, line_below(comment), std::string(text), false});
  }

 private:
  [[nodiscard]] const SourceFile& file(Span place) const { return sources_->file(place.file); }

  [[nodiscard]] bool is_alone(Span comment) const {
    const std::string_view line = file(comment).line(sources_->position(comment).line);
    return trimmed(line) == trimmed(sources_->text(comment));
  }

  // Comments and empty lines between do not count.
  [[nodiscard]] Span line_below(Span comment) const {
    const SourceFile& in = file(comment);
    for (auto number = sources_->position(comment).line + 1; number <= in.line_count(); ++number) {
      const std::string_view line = in.line(number);
      const std::string_view text = trimmed(line);
      if (text.empty() || text.starts_with("//")) continue;
      return {comment.file, static_cast<std::uint32_t>(line.data() - in.text().data()),
              static_cast<std::uint32_t>(line.size())};
    }
    return {comment.file, comment.end(), 0};
  }

  void not_understood(Span comment) {
    emitter_->emit(DiagnosticCode::DirectiveNotUnderstood, comment)
        .help(
            "write `// nestc: allow N0801 because …` on a line of its own, above the line that it is about");
  }

  void no_warning(Span comment, std::string_view written) {
    auto report = emitter_->emit(DiagnosticCode::NotAllowable, comment, written);
    if (code_of(written)) {
      report.help("it is an error, which cannot be allowed");
      return;
    }
    std::vector<std::string_view> codes;
    for (const DiagnosticInfo& row : all_diagnostics()) {
      if (row.severity == Severity::Warning) codes.push_back(row.code);
    }
    if (const auto near = nearest_name(written, codes)) report.help("did you mean `{}`?", *near);
  }

  const SourceSet* sources_;
  Emitter* emitter_;
  Allowances* found_;
};

}  // namespace

Allowances read_allowances(std::span<const Module> modules, const SourceSet& sources, Emitter& emitter) {
  Allowances found;
  AllowanceReader reader(sources, emitter, found);
  for (const Module& module : modules) {
    for (const Span comment : module.tree.directives) reader.read(comment);
  }
  return found;
}

void report_unused(const Allowances& allowances, Emitter& emitter) {
  for (const Allowance& allowance : allowances.all()) {
    if (allowance.is_used) continue;
    emitter.emit(DiagnosticCode::AllowsNothing, allowance.comment, info(allowance.code).code)
        .help("leave the comment out, or put it above the line that it is about");
  }
}

}  // namespace nest::sema
