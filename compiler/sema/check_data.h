#pragma once

#include <optional>

#include "compiler/ast/expressions.h"
#include "compiler/ast/statements.h"
#include "compiler/hir/program.h"
#include "compiler/sema/analysis.h"
#include "compiler/sema/function_checker.h"

namespace nest::sema {

/// The `data` of all files get their ids, and their names stand in the scopes of their files. Reads the
/// beginning of each data file. After check_values. (declare_data.cpp)
void declare_data(Analysis& analysis);

/// How many rows of `unique` data users hold in each taskset: into the program's data, once all bodies are
/// there. (count_claims.cpp)
void count_claims(hir::Program& program);

/// Whether `next()` may take long: all rows may be claimed, and one is waited for.
[[nodiscard]] bool next_waits(const hir::Data& data);

/// The data that an expression names; null for anything else.
[[nodiscard]] const hir::DataId* find_data(FunctionChecker& f, const ast::Expression& expression);

/// `users.next()`.
[[nodiscard]] hir::ExpressionPtr check_data_call(FunctionChecker& f, hir::DataId data,
                                                 const ast::Member& member, const ast::Call& call, Span span);
/// `users.size`.
[[nodiscard]] hir::ExpressionPtr check_data_member(FunctionChecker& f, hir::DataId data,
                                                   const ast::Name& name, Span span);

/// A column of a row, by its name.
[[nodiscard]] hir::ExpressionPtr check_column(FunctionChecker& f, hir::ExpressionPtr row,
                                              const ast::Name& name, Span span);
/// `row["e-mail"]`.
[[nodiscard]] hir::ExpressionPtr check_column_index(FunctionChecker& f, hir::ExpressionPtr row,
                                                    const hir::Expression& index, Span span);

/// Whose row an expression of type Row is.
[[nodiscard]] hir::DataId data_of(const FunctionChecker& f, const hir::Expression& row);
/// Reports a value for a variable that keeps rows of another data; true when it is the same.
[[nodiscard]] bool is_row_of(FunctionChecker& f, const hir::Expression& row, std::optional<hir::DataId> kept);

/// `release account`, `release users`.
void check_release(FunctionChecker& f, const ast::Release& release, Span span, hir::Block& out);

/// A data, or a row, where a value is wanted.
void report_data(FunctionChecker& f, hir::DataId data, Span span);
void report_row(FunctionChecker& f, const hir::Expression& row);

}  // namespace nest::sema
