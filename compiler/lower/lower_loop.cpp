// Loops. Every back-edge gives the iteration's memory back where the checker found that nothing of it is
// kept, and counts down the budget: a loop that never waits must not starve the other users of its thread.

#include "compiler/lower/lowering.h"

namespace nest::lowering {
namespace {

/// The parts that all loops share, in the order in which they are laid down.
class LoopFrame {
 public:
  /// `place`: what is named when a user spins in the loop.
  LoopFrame(FunctionLowering& function, bool rewinds, Span place)
      : function_(function),
        place_(place),
        head_(function.new_block("loop")),
        next_(function.new_block("next")),
        exit_(function.new_block("exit")) {
    if (rewinds) mark_ = function.call(AbiFunction::nest_arena_mark, {});
  }

  /// Begins the part that every iteration passes.
  void begin() {
    function_.builder().CreateBr(head_);
    function_.enter(head_);
  }
  /// Leaves the loop unless `condition` holds.
  void go_on_if(llvm::Value* condition) {
    llvm::BasicBlock* body = function_.new_block("body");
    function_.builder().CreateCondBr(condition, body, exit_);
    function_.enter(body);
  }
  /// The body; then what `continue` goes to.
  void body(const hir::Block& block) {
    function_.loops().push_back(
        {.next = next_, .exit = exit_, .transactions = function_.transactions().size()});
    lower_block(function_, block);
    function_.loops().pop_back();
    function_.builder().CreateBr(next_);
    function_.enter(next_);
  }
  /// The way back, and what follows the loop.
  void end() {
    if (mark_ != nullptr) function_.call(AbiFunction::nest_arena_rewind, {mark_});
    yield_when_due();
    function_.builder().CreateBr(head_);
    function_.enter(exit_);
  }

 private:
  void yield_when_due() {
    llvm::IRBuilder<>& builder = function_.builder();
    llvm::BasicBlock* due = function_.new_block("yield");
    llvm::BasicBlock* on = function_.new_block("on");
    llvm::Value* field = function_.context_field<&nest_context::loop_budget>();
    llvm::Value* left =
        builder.CreateSub(builder.CreateLoad(builder.getInt64Ty(), field), builder.getInt64(1));
    builder.CreateStore(left, field);
    builder.CreateCondBr(builder.CreateICmpSLE(left, builder.getInt64(0)), due, on);
    function_.enter(due);
    function_.at(place_);
    function_.call(AbiFunction::nest_yield, {});
    function_.suspend();
    builder.CreateBr(on);
    function_.enter(on);
  }

  FunctionLowering& function_;
  Span place_;
  llvm::BasicBlock* head_;
  llvm::BasicBlock* next_;
  llvm::BasicBlock* exit_;
  llvm::Value* mark_ = nullptr;
};

/// A counter from `first`; its slot is promoted to a register.
llvm::AllocaInst* start_counter(FunctionLowering& function, llvm::Value* first) {
  llvm::AllocaInst* counter = function.variable(function.builder().getInt64Ty(), "counter");
  function.builder().CreateStore(first, counter);
  return counter;
}

llvm::Value* read(FunctionLowering& function, llvm::AllocaInst* counter) {
  return function.builder().CreateLoad(function.builder().getInt64Ty(), counter);
}

void step(FunctionLowering& function, llvm::AllocaInst* counter) {
  llvm::IRBuilder<>& builder = function.builder();
  builder.CreateStore(builder.CreateAdd(read(function, counter), builder.getInt64(1)), counter);
}

}  // namespace

void lower_while(FunctionLowering& function, const hir::While& loop) {
  LoopFrame frame(function, loop.rewinds, loop.condition->span);
  frame.begin();
  frame.go_on_if(lower_expression(function, *loop.condition).first);
  frame.body(loop.body);
  frame.end();
}

void lower_for_range(FunctionLowering& function, const hir::ForRange& loop) {
  llvm::IRBuilder<>& builder = function.builder();
  llvm::Value* first = lower_expression(function, *loop.first).first;
  llvm::Value* last = lower_expression(function, *loop.last).first;
  LoopFrame frame(function, loop.rewinds, loop.first->span);
  // Counted apart from the variable, which the body may assign.
  llvm::AllocaInst* counter = start_counter(function, first);
  frame.go_on_if(builder.CreateICmpSLE(first, last));
  frame.begin();
  function.store_local(loop.variable, {.first = read(function, counter)});
  frame.body(loop.body);
  // Asked before the step: the last one may be the largest int there is.
  frame.go_on_if(builder.CreateICmpNE(read(function, counter), last));
  step(function, counter);
  frame.end();
}

void lower_for_each(FunctionLowering& function, const hir::ForEach& loop) {
  llvm::IRBuilder<>& builder = function.builder();
  // Before the mark: the list outlives the iterations.
  Value list = lower_expression(function, *loop.list);
  hir::Type element = loop.list->type.element();
  if (loop.list->type == hir::Type::Json) {
    list = function.call_for(Out::Text, AbiFunction::nest_json_elements, {list.first, list.second},
                             loop.list->span);
    element = hir::Type::Json;
  }
  LoopFrame frame(function, loop.rewinds, loop.list->span);
  llvm::AllocaInst* counter = start_counter(function, builder.getInt64(0));
  frame.begin();
  frame.go_on_if(builder.CreateICmpULT(read(function, counter), list.second));
  llvm::Type* type = function.program().types.structure<nest_value>();
  llvm::Value* item = builder.CreateInBoundsGEP(type, list.first, {read(function, counter)});
  function.store_local(loop.variable, load_value(function, item, element));
  frame.body(loop.body);
  step(function, counter);
  frame.end();
}

void lower_repeat(FunctionLowering& function, const hir::Repeat& loop) {
  llvm::IRBuilder<>& builder = function.builder();
  llvm::Value* count = lower_expression(function, *loop.count).first;
  LoopFrame frame(function, loop.rewinds, loop.count->span);
  llvm::AllocaInst* counter = start_counter(function, builder.getInt64(0));
  frame.begin();
  frame.go_on_if(builder.CreateICmpSLT(read(function, counter), count));
  frame.body(loop.body);
  step(function, counter);
  frame.end();
}

}  // namespace nest::lowering
