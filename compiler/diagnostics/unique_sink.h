#pragma once

#include <optional>
#include <set>
#include <string>
#include <tuple>

#include "compiler/diagnostics/diagnostic_sink.h"
#include "compiler/diagnostics/emitter.h"

namespace nest {

/// Hands on what it is told, but nothing twice: what is wrong in a text that is looked at once for each of
/// its uses is wrong once.
class UniqueSink final : public DiagnosticSink {
 public:
  explicit UniqueSink(Emitter& to) : to_(&to) {}

  void report(Diagnostic diagnostic) override {
    if (seen_.emplace(diagnostic.code, diagnostic.span, diagnostic.message).second)
      to_->forward(std::move(diagnostic));
  }

 private:
  Emitter* to_;
  std::set<std::tuple<DiagnosticCode, std::optional<Span>, std::string>> seen_;
};

}  // namespace nest
