#pragma once

#include "compiler/diagnostics/diagnostic.h"

namespace nest {

/// Where findings go: terminal, JSON, a test's list. One thread at a time.
class DiagnosticSink {
 public:
  virtual ~DiagnosticSink() = default;
  virtual void report(Diagnostic diagnostic) = 0;
};

}  // namespace nest
