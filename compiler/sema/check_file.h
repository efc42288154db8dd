#pragma once

#include "compiler/hir/expression.h"
#include "compiler/sema/function_checker.h"

namespace nest::sema {

/// `file(path)`: the bytes of a file, read now, as a constant. A relative path counts from the folder of the
/// file that names it. What cannot be read is reported.
[[nodiscard]] hir::ExpressionPtr check_file(FunctionChecker& f, const hir::Expression& path, Span span);

}  // namespace nest::sema
