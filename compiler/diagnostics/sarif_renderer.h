#pragma once

#include <span>
#include <string>
#include <string_view>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/source/source_set.h"

namespace nest {

/// Who found it.
struct SarifTool {
  std::string_view version;
  std::string_view docs_url;  ///< where docs/ is published; empty: rules have no address, only their text
};

/// The findings for code review tools: a SARIF 2.1.0 log (OASIS, "Static Analysis Results Interchange Format
/// Version 2.1.0", 2020) with one run. Its rules are the codes that were found, with the whole page of
/// docs/diagnostics as their help. What the sources allow is a result too, with a suppression of kind
/// `inSource` and its reason. Columns count code points from 1; the end of a region is behind it.
[[nodiscard]] std::string render_sarif(std::span<const Diagnostic> diagnostics, const SourceSet& sources,
                                       const SarifTool& tool);

}  // namespace nest
