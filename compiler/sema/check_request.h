#pragma once

#include "compiler/ast/requests.h"
#include "compiler/hir/program.h"
#include "compiler/sema/function_checker.h"

namespace nest::sema {

/// Adds the request to the program and a statement that performs it to `out`. The response goes into
/// `result`, a local of type Response.
void check_request(FunctionChecker& f, const ast::Request& request, hir::LocalId result, Span span,
                   hir::Block& out);

}  // namespace nest::sema
