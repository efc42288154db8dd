#include <type_traits>
#include <variant>

#include "compiler/lower/lowering.h"

namespace nest::lowering {
namespace {

std::int32_t outcome_of(hir::LeaveKind kind) {
  switch (kind) {
    case hir::LeaveKind::Return:
      return NEST_DONE;
    case hir::LeaveKind::Interrupt:
      return NEST_INTERRUPT;
    case hir::LeaveKind::InterruptWait:
      return NEST_INTERRUPT_WAIT;
    case hir::LeaveKind::Stop:
      return NEST_STOP;
  }
  return NEST_DONE;
}

/// One statement: an overload a kind.
class StatementLowering {
 public:
  StatementLowering(FunctionLowering& function, const hir::Statement& statement)
      : function_(function), statement_(statement) {}

  void operator()(const hir::SetLocal& set) {
    function_.store_local(set.local, lower_expression(function_, *set.value));
  }
  void operator()(const hir::SetState& set) { store_state(function_, set, statement_.span); }
  void operator()(const hir::Check& check) { lower_check(function_, check); }
  void operator()(const hir::RequestStatement& request) { lower_request(function_, request); }
  void operator()(const hir::Evaluate& evaluate) {
    static_cast<void>(lower_expression(function_, *evaluate.value));
  }
  void operator()(const hir::If& branch);
  void operator()(const hir::While& loop) { lower_while(function_, loop); }
  void operator()(const hir::ForRange& loop) { lower_for_range(function_, loop); }
  void operator()(const hir::ForEach& loop) { lower_for_each(function_, loop); }
  void operator()(const hir::Repeat& loop) { lower_repeat(function_, loop); }
  void operator()(const hir::Break&) {
    end_transactions(function_, function_.loops().back().transactions);
    jump(function_.loops().back().exit);
  }
  void operator()(const hir::Continue&) {
    end_transactions(function_, function_.loops().back().transactions);
    jump(function_.loops().back().next);
  }
  void operator()(const hir::Sleep& sleep) {
    llvm::Value* duration = lower_expression(function_, *sleep.duration).first;
    function_.call(AbiFunction::nest_sleep, {duration});
    function_.suspend();
  }
  void operator()(const hir::Log& log) {
    const Value message = lower_expression(function_, *log.message);
    function_.at(statement_.span);
    function_.call(AbiFunction::nest_log, {message.first, message.second});
  }
  void operator()(const hir::Fail& fail) {
    const Value message = lower_expression(function_, *fail.message);
    function_.at(statement_.span);
    function_.fail(function_.call(AbiFunction::nest_fail, {message.first, message.second}));
    function_.enter(function_.new_block("dead"));
  }
  void operator()(const hir::Parallel& parallel) { lower_parallel(function_, parallel); }
  void operator()(const hir::Transaction& transaction) { lower_transaction(function_, transaction); }
  void operator()(const hir::Measure& measure) { lower_measure(function_, measure, statement_.span); }
  void operator()(const hir::Leave& leave) {
    if (leave.value != nullptr) return lower_return(function_, *leave.value);
    end_transactions(function_, 0);
    function_.finish(outcome_of(leave.kind));
  }
  void operator()(const hir::Release& release) { lower_release(function_, release, statement_.span); }

 private:
  void jump(llvm::BasicBlock* target) {
    function_.builder().CreateBr(target);
    function_.enter(function_.new_block("dead"));
  }

  FunctionLowering& function_;
  const hir::Statement& statement_;
};

void StatementLowering::operator()(const hir::If& branch) {
  llvm::BasicBlock* then = function_.new_block("then");
  llvm::BasicBlock* otherwise = function_.new_block("else");
  llvm::BasicBlock* after = function_.new_block("after");
  llvm::Value* condition = lower_expression(function_, *branch.condition).first;
  function_.builder().CreateCondBr(condition, then, otherwise);
  function_.enter(then);
  lower_block(function_, branch.then);
  function_.builder().CreateBr(after);
  function_.enter(otherwise);
  lower_block(function_, branch.otherwise);
  function_.builder().CreateBr(after);
  function_.enter(after);
}

}  // namespace

void lower_block(FunctionLowering& function, const hir::Block& block) {
  for (const hir::Statement& statement : block)
    std::visit(StatementLowering(function, statement), statement.node);
}

}  // namespace nest::lowering
