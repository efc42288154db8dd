#pragma once

#include "compiler/ast/expressions.h"
#include "compiler/hir/expression.h"
#include "compiler/sema/analysis.h"
#include "compiler/sema/function_checker.h"

namespace nest::sema {

/// The `shared` objects of all files get their ids, and their names stand in the scopes of their files. After
/// check_values.
void declare_shared(Analysis& analysis);

/// The shared object that an expression names; null for anything else.
[[nodiscard]] const hir::SharedId* find_shared(FunctionChecker& f, const ast::Expression& expression);

/// `orders.take()`: a method's call.
[[nodiscard]] hir::ExpressionPtr check_shared_call(FunctionChecker& f, hir::SharedId object,
                                                   const ast::Member& member, const ast::Call& call,
                                                   Span span);
/// `orders.size`.
[[nodiscard]] hir::ExpressionPtr check_shared_member(FunctionChecker& f, hir::SharedId object,
                                                     const ast::Name& name, Span span);

/// A shared object where a value is wanted.
void report_shared(FunctionChecker& f, hir::SharedId object, Span span);

/// While it lives, the calls of `expression` that stand alone or are the whole right side of `let`, `var`,
/// `=` or `return` may wait: `orders.take()`, `orders.take(within 5s) ?? ""`.
class WaitingPlace {
 public:
  enum class Kind : std::uint8_t { Statement, RightSide };
  WaitingPlace(FunctionChecker& f, const ast::Expression& expression, Kind kind);
  WaitingPlace(const WaitingPlace&) = delete;
  WaitingPlace& operator=(const WaitingPlace&) = delete;
  ~WaitingPlace();

 private:
  FunctionChecker& f_;
};

}  // namespace nest::sema
