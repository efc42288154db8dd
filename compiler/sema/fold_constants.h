#pragma once

#include "compiler/hir/expression.h"

namespace nest::sema {

/// The expression as a constant when its operands are constants and evaluating it cannot fail; else itself.
/// Operands are folded already. An overflow or a division by zero stays: it abandons the task when, and only
/// when, it is reached.
[[nodiscard]] hir::ExpressionPtr fold(hir::ExpressionPtr expression);

}  // namespace nest::sema
