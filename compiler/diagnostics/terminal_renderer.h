#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/source/source_set.h"

namespace nest {

enum class Color : std::uint8_t { Never, Always };

/// One finding for a person at a terminal, in the form that rustc made familiar, with a line end at its end:
///
///     error[N0201]: unknown name `acount`
///       --> tasksets/shop.nest:12:13
///        |
///     12 |     let x = acount.name
///        |             ^^^^^^
///        = help: did you mean `account`?
///
/// Notes follow with their own places. Nothing from a source, a path or a message reaches the terminal
/// unchecked (see printable()); colour is ANSI escapes.
[[nodiscard]] std::string render_terminal(const Diagnostic& diagnostic, const SourceSet& sources,
                                          Color color);

/// "2 errors, 1 warning", "1 error"; empty when there is nothing.
[[nodiscard]] std::string render_summary(std::size_t errors, std::size_t warnings);

}  // namespace nest
