#include "compiler/diagnostics/sorted_sink.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace nest {

void SortedSink::report(Diagnostic diagnostic) {
  if (diagnostic.severity == Severity::Error) ++errors_;
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
