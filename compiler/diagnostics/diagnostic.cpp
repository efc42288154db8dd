#include "compiler/diagnostics/diagnostic.h"

namespace nest {

const std::vector<DiagnosticInfo>& all_diagnostics() {
  static const std::vector<DiagnosticInfo> rows = {
#define NEST_DIAGNOSTIC(code, severity, name, format) {#code, Severity::severity, #name, format},
#include "compiler/diagnostics/diagnostic_codes.def"
#undef NEST_DIAGNOSTIC
  };
  return rows;
}

const DiagnosticInfo& info(DiagnosticCode code) { return all_diagnostics()[static_cast<std::size_t>(code)]; }

}  // namespace nest
