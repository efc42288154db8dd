#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/source/span.h"

namespace nest {

/// One `// nestc: allow N0801 because …` of a source: the warnings with this code that begin in the line
/// below it are meant, for this reason.
struct Allowance {
  DiagnosticCode code{};
  Span comment;
  Span line;  ///< what it is about, without its line end
  std::string reason;
  bool is_used = false;
};

/// All of a project. What they allow is still reported, marked with its reason, and counts for nothing.
class Allowances {
 public:
  void add(Allowance allowance) { all_.push_back(std::move(allowance)); }
  /// The one that allows a warning that begins here, which is used from now on; null when there is none.
  [[nodiscard]] const Allowance* use(DiagnosticCode code, Span place);
  [[nodiscard]] const std::vector<Allowance>& all() const { return all_; }

 private:
  std::vector<Allowance> all_;
};

}  // namespace nest
