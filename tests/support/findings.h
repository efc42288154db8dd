#pragma once

#include <string>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/source/source_set.h"

namespace nest::test_support {

/// The form of diagnostics in goldens: small, without colour or source lines, in the order given.
///   error N0101 3:9 `)`: unexpected `)`, expected an expression
///     note 1:2 `(`: opened here
///     help: …
[[nodiscard]] std::string describe(const std::vector<Diagnostic>& findings, const SourceSet& sources);

}  // namespace nest::test_support
