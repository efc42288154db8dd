#pragma once

#include <set>
#include <variant>

#include "compiler/ast/statements.h"
#include "compiler/hir/expression.h"

namespace nest::sema {

// Where a variable of an optional type is known to be there: occurrence typing (Tobin-Hochstadt and
// Felleisen, "The Design and Implementation of Typed Scheme", 2008), cut down to one question. The checker
// goes through a body once, in the order in which it is executed, and keeps FunctionChecker::present up to
// date.

class FunctionChecker;

using Place = std::variant<hir::LocalId, hir::StateId>;
/// Variables that are known to be there.
using Present = std::set<Place>;

/// What is known behind a place to which two ways lead.
[[nodiscard]] Present meet(const Present& one, const Present& other);

/// What is known where a condition holds, and where it does not, beside what was known before it.
struct ConditionPresence {
  Present when_true;
  Present when_false;
};
/// Nothing for null. A variable that a function may set which the condition calls is left out.
[[nodiscard]] ConditionPresence presence_of(const FunctionChecker& f, const hir::Expression* condition);

/// What was to be known, less the variables that a function may set which the expression calls.
void forget_set_in(const FunctionChecker& f, const hir::Expression& expression, Present& present);

/// While it lives, a condition holds (or does not). What is known afterwards is what was known before, but
/// for what was forgotten meanwhile. `condition` may be null, and has to outlive the constructor only.
class Assuming {
 public:
  Assuming(FunctionChecker& f, const hir::Expression* condition, bool holds);
  Assuming(const Assuming&) = delete;
  Assuming& operator=(const Assuming&) = delete;
  ~Assuming();

 private:
  FunctionChecker& f_;
  Present before_;
};

/// The variable at `place` is assigned `value`; null: a wrong one, of which nobody is to hear again.
void note_assigned(FunctionChecker& f, Place place, const hir::Expression* value);

/// A function is called that sets these variables of the user.
void forget_set_by_call(FunctionChecker& f, const std::set<hir::StateId>& states);

/// At a loop's head: what a turn of its body may assign is not known there any more.
void forget_assigned_in(FunctionChecker& f, const ast::Block& body);

}  // namespace nest::sema
