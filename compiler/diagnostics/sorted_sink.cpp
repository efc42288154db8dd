#include "compiler/diagnostics/sorted_sink.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace nest {
namespace {

/// The text itself when people would read it to its end, else its two ends: a name of a megabyte is still one
/// name, and a message may quote it. Cuts between code points.
std::string shortened(std::string text) {
  constexpr std::size_t kHead = 1500;
  constexpr std::size_t kTail = 300;
  if (text.size() <= 2 * (kHead + kTail)) return text;
  const auto between = [&text](std::size_t at) {
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) --at;
    return at;
  };
  const std::size_t tail = between(text.size() - kTail);
  return text.substr(0, between(kHead)) + "\xE2\x80\xA6" + text.substr(tail);
}

}  // namespace

void SortedSink::report(Diagnostic diagnostic) {
  diagnostic.message = shortened(std::move(diagnostic.message));
  diagnostic.help = shortened(std::move(diagnostic.help));
  for (DiagnosticNote& note : diagnostic.notes) note.message = shortened(std::move(note.message));
  if (diagnostic.allowed) {
    ++allowed_;
  } else if (diagnostic.severity == Severity::Error) {
    ++errors_;
  }
  diagnostics_.push_back(std::move(diagnostic));
}

const std::vector<Diagnostic>& SortedSink::sorted() {
  const auto place = [](const Diagnostic& diagnostic) {
    const Span span = diagnostic.span.value_or(Span{});
    return std::tuple(diagnostic.span.has_value(), span.file, span.begin);
  };
  std::ranges::stable_sort(diagnostics_, {}, place);
  return diagnostics_;
}

}  // namespace nest
