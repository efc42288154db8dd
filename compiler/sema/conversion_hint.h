#pragma once

#include <string>
#include <string_view>

#include "compiler/hir/expression.h"
#include "compiler/sema/analysis.h"

namespace nest::sema {

/// How a value of one type becomes one of another, for the help of a message: "write `x as int`". `converts`:
/// `as` can do it. Empty where there is nothing to advise.
[[nodiscard]] std::string conversion_hint(const Analysis& analysis, const hir::Expression& value,
                                          hir::Type wanted, bool converts);

/// Whether something can stand right of it, `value as int`, without parentheses.
[[nodiscard]] bool binds_tightly(const hir::Expression& value);

/// What to write instead of a number, as its text has it, where a duration is wanted.
[[nodiscard]] std::string unit_hint(std::string_view number);

}  // namespace nest::sema
