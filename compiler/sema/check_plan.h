#pragma once

#include "compiler/ast/plans.h"
#include "compiler/sema/analysis.h"

namespace nest::sema {

/// The plans of all files: into program.plans. After the tasksets, whose requests the limits name.
void check_plans(Analysis& analysis);

// check_plan_number.cpp: the numbers of plans. Each none when it was wrong, which has been reported.
/// A whole number from 0 up to ten million, which a param may set.
[[nodiscard]] std::optional<hir::Amount> check_user_count(Analysis& analysis, const Scope& scope,
                                                          const ast::Expression& value);
/// A whole number from 1 up to `most` that is known when compiled.
[[nodiscard]] std::optional<std::uint64_t> check_plan_count(Analysis& analysis, const Scope& scope,
                                                            const ast::Expression& value,
                                                            std::string_view what, std::int64_t most);
/// So many a second, from 0 to ten million, which a param may set.
[[nodiscard]] std::optional<hir::Amount> check_plan_rate(Analysis& analysis, const Scope& scope,
                                                         const ast::Expression& value);
/// Longer than nothing, a year at most, in nanoseconds; a param may set it.
[[nodiscard]] std::optional<hir::Amount> check_plan_time(Analysis& analysis, const Scope& scope,
                                                         const ast::Expression& value);

// check_limit.cpp
/// `limit …` of a plan whose steps are known.
[[nodiscard]] std::optional<hir::Limit> check_limit(Analysis& analysis, const Scope& scope,
                                                    const hir::Plan& plan, const ast::PlanLimit& limit,
                                                    Span span);

}  // namespace nest::sema
