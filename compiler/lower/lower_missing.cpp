// What may be missing: `??`, `== null` and what is kept as a `T?` catch NEST_MISSING, and nothing worse.

#include "compiler/lower/lowering.h"

namespace nest::lowering {
namespace {

/// An expression evaluated under a handler of its own.
struct Caught {
  Value value;
  llvm::BasicBlock* there = nullptr;    // where it ended well
  llvm::BasicBlock* missing = nullptr;  // where it was missing, which is forgiven; null: it cannot be
};

/// Goes on in the block `missing` when there is one; the block `there` is left open.
Caught catch_missing(FunctionLowering& function, const hir::Expression& expression) {
  llvm::IRBuilder<>& builder = function.builder();
  llvm::BasicBlock* caught = function.new_block("caught");
  llvm::PHINode* status = llvm::PHINode::Create(builder.getInt32Ty(), 2, "status", caught);
  Caught result;
  {
    const HandlerScope scope(function, {.block = caught, .status = status});
    result.value = lower_expression(function, expression);
    if (expression.type == hir::Type::Json) {
      function.call_checked(AbiFunction::nest_json_present, {result.value.first, result.value.second},
                            expression.span);
    }
  }
  result.there = function.here();
  if (status->getNumIncomingValues() == 0) {  // nothing in it can fail
    caught->eraseFromParent();
    return result;
  }
  result.missing = function.new_block("missing");
  llvm::BasicBlock* worse = function.new_block("worse");
  function.enter(caught);
  builder.CreateCondBr(builder.CreateICmpEQ(status, function.status(NEST_MISSING)), result.missing, worse);
  function.enter(worse);
  function.fail(status);
  function.enter(result.missing);
  function.call(AbiFunction::nest_forgive, {});
  return result;
}

/// Ends both ways in one block and goes on there. `otherwise` is the value where it was missing.
Value meet(FunctionLowering& function, const Caught& caught, Value otherwise, Value there) {
  llvm::IRBuilder<>& builder = function.builder();
  llvm::BasicBlock* from_missing = function.here();
  llvm::BasicBlock* after = function.new_block("after");
  builder.CreateBr(after);
  builder.SetInsertPoint(caught.there);
  builder.CreateBr(after);
  function.enter(after);
  return function.join(there, caught.there, otherwise, from_missing);
}

}  // namespace

Value lower_coalesce(FunctionLowering& function, const hir::Coalesce& coalesce) {
  const Caught caught = catch_missing(function, *coalesce.left);
  if (caught.missing == nullptr) return caught.value;
  const Value right = lower_expression(function, *coalesce.right);
  return meet(function, caught, right, caught.value);
}

Value lower_is_null(FunctionLowering& function, const hir::IsNull& node) {
  llvm::IRBuilder<>& builder = function.builder();
  const Caught caught = catch_missing(function, *node.operand);
  if (caught.missing == nullptr) return {builder.getInt1(node.negated)};
  return meet(function, caught, {builder.getInt1(!node.negated)}, {builder.getInt1(node.negated)});
}

Value lower_keep(FunctionLowering& function, const hir::Expression& whole, const hir::Keep& keep) {
  llvm::IRBuilder<>& builder = function.builder();
  const Caught caught = catch_missing(function, *keep.operand);
  Value there = caught.value;
  there.present = builder.getTrue();
  if (caught.missing == nullptr) return there;
  return meet(function, caught, function.zero(whole.type), there);
}

Value lower_held(FunctionLowering& function, const hir::Held& held) {
  const Value value = lower_expression(function, *held.operand);
  if (!held.is_known) {
    llvm::BasicBlock* absent = function.new_block("absent");
    llvm::BasicBlock* there = function.new_block("there");
    function.builder().CreateCondBr(value.present, there, absent);
    function.enter(absent);
    function.fail(function.status(NEST_MISSING));
    function.enter(there);
  }
  return {value.first, value.second};
}

}  // namespace nest::lowering
