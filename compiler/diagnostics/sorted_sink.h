#pragma once

#include <cstddef>
#include <vector>

#include "compiler/diagnostics/diagnostic_sink.h"

namespace nest {

/// Keeps what is reported and gives it in the order in which a reader goes through the sources: findings
/// without a place first, then by file, then by where they begin; those of one place stay in the order in
/// which they came.
class SortedSink : public DiagnosticSink {
 public:
  void report(Diagnostic diagnostic) override;

  /// Everything reported so far, sorted. Valid until the next report().
  [[nodiscard]] const std::vector<Diagnostic>& sorted();
  [[nodiscard]] std::size_t errors() const { return errors_; }
  [[nodiscard]] std::size_t warnings() const { return diagnostics_.size() - errors_ - allowed_; }
  /// Warnings that the sources allow: in sorted(), but neither in errors() nor in warnings().
  [[nodiscard]] std::size_t allowed() const { return allowed_; }

 private:
  std::vector<Diagnostic> diagnostics_;
  std::size_t errors_ = 0;
  std::size_t allowed_ = 0;
};

}  // namespace nest
