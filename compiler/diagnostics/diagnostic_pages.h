#pragma once

#include <string_view>

namespace nest {

/// The text of docs/diagnostics/N0123.md, for a code of the registry; empty for any other text. Made when
/// nest is built (cmake/DiagnosticPages.cmake).
[[nodiscard]] std::string_view diagnostic_page(std::string_view code);

}  // namespace nest
