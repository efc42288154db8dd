#include <vector>

#include <llvm/IR/MDBuilder.h>

#include "compiler/lower/lowering.h"

namespace nest::lowering {
namespace {

/// A call's status, and what it gave.
struct Answer {
  llvm::Value* status = nullptr;
  Value value;
};

}  // namespace

Value lower_shared_call(FunctionLowering& function, const hir::Expression& whole,
                        const hir::SharedCall& call) {
  llvm::IRBuilder<>& builder = function.builder();
  std::vector<Typed> arguments;
  arguments.reserve(call.arguments.size());
  for (const hir::ExpressionPtr& argument : call.arguments) {
    arguments.push_back(lower_typed(function, *argument));
  }
  llvm::AllocaInst* slot = function.out_slot(Out::Any);
  const auto ask = [&](auto perform) {
    builder.CreateLifetimeStart(slot);
    Answer answer;
    answer.status = perform();
    answer.value = load_value(function, slot, whole.type);
    builder.CreateLifetimeEnd(slot);
    return answer;
  };

  function.at(whole.span);
  const Answer at_once = ask([&] {
    llvm::Value* array = function.begin_values(arguments);
    llvm::Value* status =
        function.call(AbiFunction::nest_shared_call,
                      {builder.getInt32(static_cast<std::uint32_t>(call.object)),
                       builder.getInt32(static_cast<std::uint32_t>(call.method)), array,
                       builder.getInt32(static_cast<std::uint32_t>(arguments.size())), slot});
    function.end_values(arguments);
    return status;
  });
  llvm::BasicBlock* from_call = function.here();
  llvm::BasicBlock* wait = function.new_block("wait");
  llvm::BasicBlock* known = function.new_block("known");
  builder.CreateCondBr(builder.CreateICmpEQ(at_once.status, function.status(NEST_PENDING)), wait, known);

  function.enter(wait);
  function.suspend();
  function.at(whole.span);
  const Answer later = ask([&] { return function.call(AbiFunction::nest_shared_result, {slot}); });
  llvm::BasicBlock* from_wait = function.here();
  builder.CreateBr(known);

  function.enter(known);
  const Value value = function.join(at_once.value, from_call, later.value, from_wait);
  function.test(function.join({at_once.status}, from_call, {later.status}, from_wait).first);
  return value;
}

}  // namespace nest::lowering
