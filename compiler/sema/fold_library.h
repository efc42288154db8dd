#pragma once

#include "compiler/hir/expression.h"
#include "compiler/sema/function_checker.h"
#include "compiler/sema/signature.h"

namespace nest::sema {

/// The call as an expression of that type: its value where the function needs nothing but constant arguments.
/// A call that then fails would fail at each run, and is reported.
[[nodiscard]] hir::ExpressionPtr fold_library_call(FunctionChecker& f, const Signature& signature,
                                                   hir::Type type, hir::LibraryCall call, Span span);

}  // namespace nest::sema
