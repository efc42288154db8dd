#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>

#include "compiler/diagnostics/allowances.h"
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

/// What the phases report through. Counts errors and warnings; applies `-W error` and what the sources allow.
class Emitter {
 public:
  explicit Emitter(DiagnosticSink& sink, bool warnings_as_errors = false)
      : sink_(&sink), warnings_as_errors_(warnings_as_errors) {}

  template <typename... Args>
  DiagnosticBuilder emit(DiagnosticCode code, std::optional<Span> span, const Args&... args) {
    const DiagnosticInfo& row = info(code);
    if (const Allowance* allowance = allowance_of(row, code, span)) {
      return {*sink_, Diagnostic{code,
                                 Severity::Warning,
                                 span,
                                 fmt::format(fmt::runtime(row.format), args...),
                                 {},
                                 {},
                                 allowance->reason}};
    }
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
    if (!diagnostic.allowed) count(diagnostic);
    sink_->report(std::move(diagnostic));
  }

  /// From here on warnings are held against these; null: none are allowed. They outlive their use.
  void obey(Allowances* allowances) { allowances_ = allowances; }

  [[nodiscard]] bool warnings_as_errors() const { return warnings_as_errors_; }
  [[nodiscard]] std::size_t errors() const { return errors_; }
  /// Errors without the warnings that `-W error` made of them: whether a later phase can make sense of the
  /// sources.
  [[nodiscard]] std::size_t mistakes() const { return mistakes_; }
  [[nodiscard]] std::size_t warnings() const { return warnings_; }

 private:
  const Allowance* allowance_of(const DiagnosticInfo& row, DiagnosticCode code, std::optional<Span> span) {
    const bool can_be = allowances_ != nullptr && span && row.severity == Severity::Warning;
    return can_be ? allowances_->use(code, *span) : nullptr;
  }
  void count(const Diagnostic& diagnostic) {
    ++(diagnostic.severity == Severity::Error ? errors_ : warnings_);
    if (info(diagnostic.code).severity == Severity::Error) ++mistakes_;
  }

  DiagnosticSink* sink_;
  bool warnings_as_errors_;
  Allowances* allowances_ = nullptr;
  std::size_t errors_ = 0;
  std::size_t mistakes_ = 0;
  std::size_t warnings_ = 0;
};

}  // namespace nest
