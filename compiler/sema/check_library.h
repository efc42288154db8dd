#pragma once

#include <string_view>
#include <vector>

#include "compiler/hir/expression.h"
#include "compiler/sema/function_checker.h"

namespace nest::sema {

/// A call of a function of the library, or of one of its operators (`+`, `==`), with arguments that are right
/// in themselves. Picks the row that fits, converts what converts by itself, and works the call out where
/// nothing is left for the run.
[[nodiscard]] hir::ExpressionPtr check_library_call(FunctionChecker& f, std::string_view name,
                                                    std::vector<hir::ExpressionPtr> arguments, Span span);

/// Whether a call of that name can be worked out when compiled, its arguments being constant.
[[nodiscard]] bool can_be_folded(std::string_view name);

/// "no arguments", "one argument", "two arguments", …
[[nodiscard]] std::string argument_count(std::size_t count);

}  // namespace nest::sema
