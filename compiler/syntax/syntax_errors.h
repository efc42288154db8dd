#pragma once

#include <cstddef>
#include <vector>

#include "compiler/diagnostics/emitter.h"
#include "compiler/source/span.h"

namespace nest::syntax {

/// Thrown to leave a file that is not worth reading further; what there was to say has been said. Caught in
/// parse().
struct Abandoned {};

/// Reports the syntax errors of one file, up to a limit.
class SyntaxErrors {
 public:
  SyntaxErrors(Emitter& emitter, FileId file, std::size_t limit)
      : emitter_(emitter), file_(file), limit_(limit) {}

  /// Throws Abandoned, after saying so, when the limit has been reached.
  template <typename... Args>
  DiagnosticBuilder emit(DiagnosticCode code, Span span, const Args&... args) {
    if (count_++ == limit_) {
      emitter_.emit(DiagnosticCode::TooManySyntaxErrors, span, limit_);
      throw Abandoned{};
    }
    places_.push_back({code, span});
    return emitter_.emit(code, span, args...);
  }

  /// For the limits that end a file: reports, then throws Abandoned.
  [[noreturn]] void abandon(DiagnosticCode code, Span span, std::size_t limit) {
    ++count_;
    emitter_.emit(code, span, limit);
    throw Abandoned{};
  }

  [[nodiscard]] bool any() const { return count_ > 0; }
  /// What was reported, and where.
  struct Place {
    DiagnosticCode code;
    Span span;
  };
  [[nodiscard]] const std::vector<Place>& places() const { return places_; }
  [[nodiscard]] Span span(std::size_t begin, std::size_t end) const {
    return {file_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end - begin)};
  }

 private:
  Emitter& emitter_;
  FileId file_;
  std::size_t limit_;
  std::size_t count_ = 0;
  std::vector<Place> places_;
};

}  // namespace nest::syntax
