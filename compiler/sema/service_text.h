#pragma once

#include <optional>

#include "compiler/sema/analysis.h"

namespace nest::sema {

/// A text of a service, `run`, a value of `env`, or of `ready`: a template whose holes are run values. `own`
/// gives the names, `port` and `url` among them. None when it was wrong, which has been reported.
[[nodiscard]] std::optional<hir::Template> check_service_text(Analysis& analysis, const Scope& own,
                                                              const ast::Expression& text);

}  // namespace nest::sema
