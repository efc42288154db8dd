#pragma once

#include "compiler/ast/expressions.h"
#include "compiler/hir/statement.h"
#include "compiler/sema/analysis.h"
#include "compiler/sema/function_checker.h"

namespace nest::sema {

/// The metrics of all files get their ids, and their names stand in the scopes of their files. After
/// check_values.
void declare_metrics(Analysis& analysis);

/// What was never given a value takes numbers. After all bodies.
void settle_metrics(Analysis& analysis);

/// The metric that an expression names; null for anything else.
[[nodiscard]] const hir::MetricId* find_metric(FunctionChecker& f, const ast::Expression& expression);

/// `basket.add(3)` as a statement: true when it is one of a metric, right or wrong.
[[nodiscard]] bool check_measure(FunctionChecker& f, const ast::Expression& statement, Span span,
                                 hir::Block& out);

/// A member of a metric that is not called: reports it.
void check_metric_method(FunctionChecker& f, hir::MetricId metric, const ast::Name& name);

/// A metric where a value is wanted.
void report_metric(FunctionChecker& f, hir::MetricId metric, Span span);

}  // namespace nest::sema
