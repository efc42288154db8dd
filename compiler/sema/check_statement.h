#pragma once

#include "compiler/ast/statements.h"
#include "compiler/hir/statement.h"
#include "compiler/sema/function_checker.h"

namespace nest::sema {

/// A block on its way: what it became, and whether control ever comes out of its end.
struct CheckedBlock {
  hir::Block statements;
  bool ends = false;  // it never does: `interrupt`, `fail`, `break`, …
};

/// The statements of a block in a scope of their own.
[[nodiscard]] CheckedBlock check_block(FunctionChecker& f, const ast::Block& block);

// The families, by file. Each appends to `out`; true: control does not come out behind it.
// check_variable.cpp
void check_variable(FunctionChecker& f, const ast::Variable& variable, Span span, hir::Block& out);
void check_assign(FunctionChecker& f, const ast::Assign& assign, Span span, hir::Block& out);
// check_parallel.cpp
void check_parallel(FunctionChecker& f, const ast::Parallel& parallel, Span span, hir::Block& out);
// check_loop.cpp
bool check_for(FunctionChecker& f, const ast::For& loop, Span span, hir::Block& out);
bool check_repeat(FunctionChecker& f, const ast::Repeat& loop, Span span, hir::Block& out);
bool check_while(FunctionChecker& f, const ast::While& loop, Span span, hir::Block& out);

/// One condition of an `expect` or `require`; none when it was wrong. `row`: of the request it belongs to.
[[nodiscard]] std::optional<hir::Check> check_condition(FunctionChecker& f, const ast::Expression& condition,
                                                        bool require, std::optional<hir::RowId> row);

}  // namespace nest::sema
