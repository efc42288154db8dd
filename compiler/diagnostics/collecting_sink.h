#pragma once

#include <utility>
#include <vector>

#include "compiler/diagnostics/diagnostic_sink.h"

namespace nest {

/// Keeps what is reported, in the order in which it came. For tests, and for whoever looks before showing.
class CollectingSink : public DiagnosticSink {
 public:
  void report(Diagnostic diagnostic) override { diagnostics.push_back(std::move(diagnostic)); }

  std::vector<Diagnostic> diagnostics;
};

}  // namespace nest
