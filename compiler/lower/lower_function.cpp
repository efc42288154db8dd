// Calls of `fn`s. One that never suspends is called like any function and gives a status. One that may is a
// coroutine: its caller suspends whenever it does and resumes it when it is resumed itself, so that the
// runtime knows of the outermost frame only.

#include <llvm/IR/Intrinsics.h>

#include "compiler/lower/lowering.h"

namespace nest::lowering {
namespace {

/// Where the place of an optional result says whether it is there: a byte behind the value.
std::uint64_t presence_offset(hir::Type type) {
  return is_pair(type) ? sizeof(nest_str) : sizeof(std::int64_t);
}

/// Address and size, or count, as a nest_str has them.
llvm::Type* place_of(FunctionLowering& function, hir::Type type) {
  if (type.is_optional())
    return llvm::ArrayType::get(function.builder().getInt64Ty(), presence_offset(type) / 8 + 1);
  return is_pair(type) ? function.program().types.structure<nest_str>() : function.type_of(type);
}

/// Where a call's result is put. In the frame when the caller suspends meanwhile.
class ResultSlot {
 public:
  ResultSlot(FunctionLowering& function, hir::Type type) : function_(function), type_(type) {
    if (type == hir::Type::Void) return;
    slot_ = function.variable(place_of(function, type), "result");
    function.builder().CreateLifetimeStart(slot_);
  }

  void pass(llvm::SmallVectorImpl<llvm::Value*>& arguments) const {
    if (slot_ != nullptr) arguments.push_back(slot_);
  }

  /// Read before anyone knows whether the call went well, as FunctionLowering::call_for does it.
  Value take() {
    if (slot_ == nullptr) return {};
    llvm::IRBuilder<>& builder = function_.builder();
    Value value;
    if (is_pair(type_)) {
      value = function_.load_text(slot_);
    } else {
      value.first = builder.CreateLoad(function_.type_of(type_), slot_);
    }
    if (type_.is_optional()) {
      llvm::Value* flag =
          builder.CreateLoad(builder.getInt8Ty(), function_.at_offset(slot_, presence_offset(type_)));
      value.present = builder.CreateICmpNE(flag, builder.getInt8(0));
    }
    builder.CreateLifetimeEnd(slot_);
    return value;
  }

 private:
  FunctionLowering& function_;
  hir::Type type_;
  llvm::AllocaInst* slot_ = nullptr;
};

/// Goes on where the call went well; else says where it stands, and fails.
void test_call(FunctionLowering& function, llvm::Value* went_well, Span span) {
  llvm::IRBuilder<>& builder = function.builder();
  llvm::BasicBlock* failed = function.new_block("failed");
  llvm::BasicBlock* on = function.new_block("returned");
  builder.CreateCondBr(went_well, on, failed);
  function.enter(failed);
  const std::string place = function.program().sites.text(span);
  function.fail(function.call(AbiFunction::nest_fail_called,
                              {function.constants().padded_text(place), builder.getInt64(place.size())}));
  function.enter(on);
}

/// Stays until the called coroutine has ended; gives whether it ended well.
llvm::Value* see_through(FunctionLowering& function, llvm::Value* frame) {
  llvm::IRBuilder<>& builder = function.builder();
  llvm::Value* field = function.context_field<&nest_context::outcome>();
  llvm::BasicBlock* look = function.new_block("called");
  llvm::BasicBlock* wait = function.new_block("waits");
  llvm::BasicBlock* ended = function.new_block("ended");
  builder.CreateBr(look);
  function.enter(look);
  llvm::Value* outcome = builder.CreateLoad(builder.getInt32Ty(), field);
  builder.CreateCondBr(builder.CreateICmpEQ(outcome, function.status(NEST_RUNNING)), wait, ended);
  function.enter(wait);
  function.suspend();
  builder.CreateIntrinsic(llvm::Intrinsic::coro_resume, {}, {frame});
  builder.CreateBr(look);
  function.enter(ended);
  // No row was left, and that ends the user: also of everybody who waits for the function.
  llvm::BasicBlock* stops = function.new_block("stops");
  llvm::BasicBlock* on = function.new_block("on");
  builder.CreateCondBr(builder.CreateICmpEQ(outcome, function.status(NEST_STOP)), stops, on);
  function.enter(stops);
  function.finish(NEST_STOP);
  builder.CreateBr(on);
  function.enter(on);
  builder.CreateStore(function.status(NEST_RUNNING), field);
  return builder.CreateICmpEQ(outcome, function.status(NEST_DONE));
}

}  // namespace

Value lower_function_call(FunctionLowering& function, const hir::Expression& whole,
                          const hir::FunctionCall& call) {
  llvm::IRBuilder<>& builder = function.builder();
  const hir::Function& called = function.program().program.functions[hir::index(call.function)];
  llvm::Function* const code = function.program().functions[hir::index(call.function)];
  llvm::SmallVector<llvm::Value*, 8> arguments = {function.user()};
  for (const hir::ExpressionPtr& argument : call.arguments) {
    const Value value = lower_expression(function, *argument);
    arguments.push_back(value.first);
    if (value.second != nullptr) arguments.push_back(value.second);
    if (value.present != nullptr) arguments.push_back(value.present);
  }
  ResultSlot result(function, called.result);
  result.pass(arguments);
  llvm::Value* answer = builder.CreateCall(code, arguments);
  function.forget_place();
  llvm::Value* went_well = is_plain(called) ? builder.CreateICmpEQ(answer, function.status(NEST_OK))
                                            : see_through(function, answer);
  const Value value = result.take();
  test_call(function, went_well, whole.span);
  return value;
}

void lower_return(FunctionLowering& function, const hir::Expression& result) {
  llvm::IRBuilder<>& builder = function.builder();
  const Value value = lower_expression(function, result);
  llvm::Value* address = function.result_address();
  builder.CreateStore(value.first, address);
  if (value.second != nullptr)
    builder.CreateStore(value.second, function.at_offset(address, offset_of<&nest_str::size>()));
  if (value.present != nullptr)
    builder.CreateStore(builder.CreateZExt(value.present, builder.getInt8Ty()),
                        function.at_offset(address, presence_offset(result.type)));
  end_transactions(function, 0);
  function.finish(NEST_DONE);
}

}  // namespace nest::lowering
