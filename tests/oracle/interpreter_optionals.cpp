#include <stdexcept>
#include <variant>

#include "tests/oracle/interpreter.h"

namespace nest::oracle {

Interpreter::Value Interpreter::node(const hir::Absent&, const hir::Expression&) { return Value{}; }

Interpreter::Value Interpreter::node(const hir::Keep& keep, const hir::Expression& whole) {
  try {
    Value operand = value(*keep.operand);
    if (whole.type.value() != hir::Type::Json) return operand;
    const nest_str json = task_->arena.copy(std::get<std::string>(operand));
    demand(nest_json_present(task_->as_nest_user(), json.data, json.size), keep.operand->span);
    return operand;
  } catch (const Failure& failure) {
    if (failure.kind != NEST_MISSING) throw;
    return Value{};
  }
}

Interpreter::Value Interpreter::node(const hir::Held& held, const hir::Expression& whole) {
  Value operand = value(*held.operand);
  if (!std::holds_alternative<std::monostate>(operand)) return operand;
  if (held.is_known) throw std::logic_error("the checker took something for known that is absent");
  throw Failure{NEST_MISSING, "absent", whole.span};
}

}  // namespace nest::oracle
