#pragma once

#include <optional>

#include "compiler/ast/expressions.h"
#include "compiler/hir/expression.h"
#include "compiler/sema/function_checker.h"

namespace nest::sema {

// Every function here takes null for an expression that was wrong already, and gives null without a word.

/// The value where `wanted` is wanted: an int becomes a float by itself, and what is wanted as a `T?` is
/// kept, there or not; everything else is written out by the user (`as`), so anything else is reported.
[[nodiscard]] hir::ExpressionPtr coerce(FunctionChecker& f, hir::ExpressionPtr value, hir::Type wanted);

/// `value as target`, also `int(value)`.
[[nodiscard]] hir::ExpressionPtr cast(FunctionChecker& f, hir::ExpressionPtr value, hir::Type target,
                                      Span span);

/// To target without a look at whether the language allows it.
[[nodiscard]] hir::ExpressionPtr convert(hir::ExpressionPtr value, hir::Type target);

/// The type of that name; an unknown one is reported.
[[nodiscard]] std::optional<hir::Type> resolve_type(Emitter& emitter, const ast::Name& name);
[[nodiscard]] std::optional<hir::Type> resolve_type(Emitter& emitter, const ast::TypeName& type);

/// Reports that json is used as a `wanted` without saying so.
void report_json(FunctionChecker& f, const hir::Expression& value, hir::Type wanted);
/// Reports a response that is used as a whole.
void report_response(FunctionChecker& f, Span span);

/// "an int", "a string", for messages.
[[nodiscard]] std::string_view with_article(hir::Type type);

}  // namespace nest::sema
