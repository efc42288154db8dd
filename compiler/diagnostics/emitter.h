#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/diagnostics/diagnostic_sink.h"

namespace nest {

/// Builds one diagnostic; it is reported when the builder goes out of scope.
///   emitter.emit(DiagnosticCode::UnknownName, span, name).note(declared, "...").help("did you mean `{}`?",
///   near);
class DiagnosticBuilder {
 public:
  DiagnosticBuilder(DiagnosticSink& sink, Diagnostic diagnostic)
      : sink_(&sink), diagnostic_(std::move(diagnostic)) {}
  DiagnosticBuilder(const DiagnosticBuilder&) = delete;
  DiagnosticBuilder& operator=(const DiagnosticBuilder&) = delete;
  ~DiagnosticBuilder() { sink_->report(std::move(diagnostic_)); }

  template <typename... Args>
  DiagnosticBuilder& note(Span span, fmt::format_string<Args...> format, Args&&... args) {
    diagnostic_.notes.push_back({span, fmt::format(format, std::forward<Args>(args)...)});
    return *this;
  }
  template <typename... Args>
  DiagnosticBuilder& help(fmt::format_string<Args...> format, Args&&... args) {
    diagnostic_.help = fmt::format(format, std::forward<Args>(args)...);
    return *this;
  }

 private:
  DiagnosticSink* sink_;
  Diagnostic diagnostic_;
};

/// What the phases report through. Counts errors and warnings; applies `-W error`.
class Emitter {
 public:
  explicit Emitter(DiagnosticSink& sink, bool warnings_as_errors = false)
      : sink_(&sink), warnings_as_errors_(warnings_as_errors) {}

  template <typename... Args>
  DiagnosticBuilder emit(DiagnosticCode code, std::optional<Span> span, const Args&... args) {
    const DiagnosticInfo& row = info(code);
    const bool error = row.severity == Severity::Error || warnings_as_errors_;
    ++(error ? errors_ : warnings_);
    if (row.severity == Severity::Error) ++mistakes_;
    return {*sink_, Diagnostic{code,
                               error ? Severity::Error : Severity::Warning,
                               span,
                               fmt::format(fmt::runtime(row.format), args...),
                               {},
                               {}}};
  }

  /// Reports and counts what another emitter has made, with its severity.
  void forward(Diagnostic diagnostic) {
    ++(diagnostic.severity == Severity::Error ? errors_ : warnings_);
    if (info(diagnostic.code).severity == Severity::Error) ++mistakes_;
    sink_->report(std::move(diagnostic));
  }

  [[nodiscard]] bool warnings_as_errors() const { return warnings_as_errors_; }
  [[nodiscard]] std::size_t errors() const { return errors_; }
  /// Errors without the warnings that `-W error` made of them: whether a later phase can make sense of the
  /// sources.
  [[nodiscard]] std::size_t mistakes() const { return mistakes_; }
  [[nodiscard]] std::size_t warnings() const { return warnings_; }

 private:
  DiagnosticSink* sink_;
  bool warnings_as_errors_;
  std::size_t errors_ = 0;
  std::size_t mistakes_ = 0;
  std::size_t warnings_ = 0;
};

}  // namespace nest
