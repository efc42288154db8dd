#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/source/span.h"

namespace nest {

enum class Severity : std::uint8_t { Error, Warning };

/// Every message of the compiler; the enumerators are the names of diagnostic_codes.def.
enum class DiagnosticCode : std::uint16_t {
#define NEST_DIAGNOSTIC(code, severity, name, format) name,
#include "compiler/diagnostics/diagnostic_codes.def"
#undef NEST_DIAGNOSTIC
};

/// The registry's row for one code.
struct DiagnosticInfo {
  std::string_view code;  ///< "N0101": stable, what users search for
  Severity severity;
  std::string_view name;    ///< "UnexpectedToken"
  std::string_view format;  ///< fmt format of the message
};
[[nodiscard]] const DiagnosticInfo& info(DiagnosticCode code);
/// All rows in the registry's order.
[[nodiscard]] const std::vector<DiagnosticInfo>& all_diagnostics();

/// A second place that explains the first ("declared here").
struct DiagnosticNote {
  Span span;
  std::string message;
};

/// One finding, complete: no reference to the phase that made it.
struct Diagnostic {
  DiagnosticCode code{};
  Severity severity = Severity::Error;
  std::optional<Span> span;  ///< absent for findings about a path rather than a place in a text
  std::string message;
  std::vector<DiagnosticNote> notes;
  std::string help;  ///< what to do; empty when there is nothing useful to say
  /// The reason that the source gives for allowing this warning (allowances.h); none: it is not allowed.
  std::optional<std::string> allowed = std::nullopt;
};

}  // namespace nest
