#include "compiler/diagnostics/allowances.h"

#include <algorithm>

namespace nest {

const Allowance* Allowances::use(DiagnosticCode code, Span place) {
  const auto allows = [&](const Allowance& allowance) {
    return allowance.code == code && allowance.line.file == place.file &&
           allowance.line.begin <= place.begin && place.begin <= allowance.line.end();
  };
  const auto found = std::ranges::find_if(all_, allows);
  if (found == all_.end()) return nullptr;
  found->is_used = true;
  return &*found;
}

}  // namespace nest
