#include "compiler/lower/lowering.h"

namespace nest::lowering {

Condition lower_condition(FunctionLowering& function, const hir::Expression& condition, bool forgive) {
  llvm::IRBuilder<>& builder = function.builder();
  llvm::BasicBlock* caught = function.new_block("caught");
  llvm::Value* holds = nullptr;
  {
    const HandlerScope scope(function, {.block = caught});
    holds = lower_expression(function, condition).first;
  }
  if (caught->use_empty()) {
    caught->eraseFromParent();
    return {.holds = holds, .failed = builder.getFalse()};
  }
  llvm::BasicBlock* evaluated = function.here();
  llvm::BasicBlock* after = function.new_block("checked");
  builder.CreateBr(after);
  function.enter(caught);
  if (forgive) function.call(AbiFunction::nest_forgive, {});
  builder.CreateBr(after);
  function.enter(after);
  return {.holds = function.join({holds}, evaluated, {builder.getFalse()}, caught).first,
          .failed = function.join({builder.getFalse()}, evaluated, {builder.getTrue()}, caught).first};
}

void lower_check(FunctionLowering& function, const hir::Check& check) {
  llvm::IRBuilder<>& builder = function.builder();
  const hir::Expression& condition = *check.condition;
  const Condition result = lower_condition(function, condition, !check.require);
  llvm::Value* number = builder.getInt32(static_cast<std::uint32_t>(check.check));
  function.call(AbiFunction::nest_check, {number, builder.CreateZExt(result.holds, builder.getInt32Ty())});
  if (!check.require) return;

  llvm::BasicBlock* failed = function.new_block("required");
  llvm::BasicBlock* describe = function.new_block("describe");
  llvm::BasicBlock* on = function.new_block("on");
  builder.CreateCondBr(result.holds, on, failed);
  function.enter(failed);
  builder.CreateCondBr(result.failed, function.abandon(), describe);
  function.enter(describe);
  function.at(condition.span);
  function.fail(function.call(AbiFunction::nest_fail_required, {number}));
  function.enter(on);
}

}  // namespace nest::lowering
