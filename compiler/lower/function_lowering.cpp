#include "compiler/lower/function_lowering.h"

#include <utility>

#include <llvm/IR/Constants.h>
#include <llvm/IR/Intrinsics.h>
#include <llvm/IR/MDBuilder.h>

#include "compiler/lower/lowering.h"

namespace nest::lowering {
namespace {

// The frame's alignment, as nest_frame_alloc gives it.
constexpr std::uint32_t kFrameAlignment = 16;
// How much likelier a call goes well than not.
constexpr std::uint32_t kLikely = 2000;

}  // namespace

bool is_pair(hir::Type type) {
  const hir::Type value = type.value();
  return value == hir::Type::String || value == hir::Type::Json || value == hir::Type::List;
}

FunctionLowering::FunctionLowering(ProgramLowering& program, const hir::Function& function,
                                   llvm::Function& coroutine)
    : program_(program),
      function_(function),
      is_plain_(is_plain(function)),
      coroutine_(coroutine),
      builder_(program.module.getContext()) {}

void FunctionLowering::run() {
  coroutine_.addFnAttr(llvm::Attribute::NoUnwind);
  user_ = coroutine_.getArg(0);
  user_->setName("user");
  is_plain_ ? begin_plain() : begin_coroutine();
  make_locals();
  take_arguments();
  lower_block(*this, function_.body);
  finish(NEST_DONE);
  is_plain_ ? end_plain() : end_coroutine();
  if (values_ == nullptr) return;
  // Only now is it known how many holes the largest template has.
  auto* type = llvm::ArrayType::get(program_.types.structure<nest_value>(), value_capacity_);
  auto* array = new llvm::AllocaInst(type, 0, "values", values_);
  values_->replaceAllUsesWith(array);
  values_->eraseFromParent();
}

// Blocks
// ----------------------------------------------------------------------------------------------------------

llvm::BasicBlock* FunctionLowering::new_block(const char* name) {
  return llvm::BasicBlock::Create(builder_.getContext(), name, &coroutine_);
}

void FunctionLowering::enter(llvm::BasicBlock* block) {
  if (block != &coroutine_.back()) block->moveAfter(&coroutine_.back());
  builder_.SetInsertPoint(block);
  site_.reset();  // the ways that lead here may have stored different ones
}

Value FunctionLowering::join(Value one, llvm::BasicBlock* from_one, Value other,
                             llvm::BasicBlock* from_other) {
  const auto merge = [&](llvm::Value* left, llvm::Value* right) -> llvm::Value* {
    if (left == nullptr || left == right) return left;
    llvm::PHINode* phi = builder_.CreatePHI(left->getType(), 2);
    phi->addIncoming(left, from_one);
    phi->addIncoming(right, from_other);
    return phi;
  };
  return {merge(one.first, other.first), merge(one.second, other.second), merge(one.present, other.present)};
}

// The coroutine
// ---------------------------------------------------------------------------------------------------

void FunctionLowering::begin_coroutine() {
  coroutine_.setPresplitCoroutine();
  llvm::BasicBlock* entry = new_block("entry");
  llvm::BasicBlock* allocate = new_block("allocate");
  llvm::BasicBlock* begin = new_block("begin");
  abandon_ = new_block("abandon");
  leave_ = new_block("leave");
  handler_ = {.block = abandon_};

  builder_.SetInsertPoint(entry);
  llvm::Constant* null = program_.constants.null();
  llvm::Value* id = builder_.CreateIntrinsic(llvm::Intrinsic::coro_id, {},
                                             {builder_.getInt32(kFrameAlignment), null, null, null});
  llvm::Value* needed = builder_.CreateIntrinsic(llvm::Intrinsic::coro_alloc, {}, {id});
  builder_.CreateCondBr(needed, allocate, begin);

  builder_.SetInsertPoint(allocate);
  llvm::Value* size = builder_.CreateIntrinsic(llvm::Intrinsic::coro_size, {builder_.getInt64Ty()}, {});
  llvm::Value* memory = call(AbiFunction::nest_frame_alloc, {size});
  builder_.CreateBr(begin);

  builder_.SetInsertPoint(begin);
  llvm::PHINode* block = builder_.CreatePHI(builder_.getPtrTy(), 2);
  block->addIncoming(null, entry);
  block->addIncoming(memory, allocate);
  frame_ = builder_.CreateIntrinsic(llvm::Intrinsic::coro_begin, {}, {id, block});
  builder_.CreateStore(status(NEST_RUNNING), context_field<&nest_context::outcome>());
}

void FunctionLowering::end_coroutine() {
  // What finish() left behind is unreachable.
  builder_.CreateUnreachable();
  enter(abandon_);
  builder_.CreateStore(status(NEST_ABANDONED), context_field<&nest_context::outcome>());
  builder_.CreateBr(leave_);
  // The frame is the arena's: there is nothing to free.
  enter(leave_);
  builder_.CreateIntrinsic(
      llvm::Intrinsic::coro_end, {},
      {frame_, builder_.getFalse(), llvm::ConstantTokenNone::get(builder_.getContext())});
  builder_.CreateRet(frame_);
}

void FunctionLowering::begin_plain() {
  llvm::BasicBlock* entry = new_block("entry");
  abandon_ = new_block("abandon");
  handler_ = {.block = abandon_};
  builder_.SetInsertPoint(entry);
}

void FunctionLowering::end_plain() {
  builder_.CreateUnreachable();
  enter(abandon_);
  builder_.CreateRet(status(NEST_FAILED));
}

void FunctionLowering::suspend() {
  llvm::BasicBlock* resumed = new_block("resumed");
  llvm::Value* way =
      builder_.CreateIntrinsic(llvm::Intrinsic::coro_suspend, {},
                               {llvm::ConstantTokenNone::get(builder_.getContext()), builder_.getFalse()});
  llvm::SwitchInst* ways = builder_.CreateSwitch(way, leave_, 2);
  ways->addCase(builder_.getInt8(0), resumed);
  ways->addCase(builder_.getInt8(1), leave_);  // destroyed
  const auto site = site_;
  enter(resumed);
  site_ = site;  // only this coroutine has run for this user
}

void FunctionLowering::finish(std::int32_t outcome) {
  if (is_plain_) {
    builder_.CreateRet(status(NEST_OK));
    enter(new_block("dead"));
    return;
  }
  builder_.CreateStore(status(outcome), context_field<&nest_context::outcome>());
  builder_.CreateBr(leave_);
  enter(new_block("dead"));
}

// Failing
// ---------------------------------------------------------------------------------------------------------

Handler FunctionLowering::exchange_handler(Handler handler) { return std::exchange(handler_, handler); }

void FunctionLowering::test(llvm::Value* status_value) {
  llvm::BasicBlock* went_well = new_block("ok");
  llvm::Value* is_ok = builder_.CreateICmpEQ(status_value, status(NEST_OK));
  if (handler_.status != nullptr) handler_.status->addIncoming(status_value, here());
  builder_.CreateCondBr(is_ok, went_well, handler_.block,
                        llvm::MDBuilder(builder_.getContext()).createBranchWeights(kLikely, 1));
  const auto site = site_;
  enter(went_well);
  site_ = site;
}

void FunctionLowering::fail(llvm::Value* status_value) {
  if (handler_.status != nullptr) handler_.status->addIncoming(status_value, here());
  builder_.CreateBr(handler_.block);
}

void FunctionLowering::fail_arithmetic_if(llvm::Value* condition, std::uint32_t what, Span span) {
  llvm::BasicBlock* failing = new_block("arithmetic");
  llvm::BasicBlock* went_well = new_block("ok");
  builder_.CreateCondBr(condition, failing, went_well,
                        llvm::MDBuilder(builder_.getContext()).createBranchWeights(1, kLikely));
  const auto site = site_;
  enter(failing);
  site_ = site;
  at(span);
  fail(call(AbiFunction::nest_fail_arithmetic, {builder_.getInt32(what)}));
  enter(went_well);
  site_ = site;
}

// Types, locals
// ---------------------------------------------------------------------------------------------------

llvm::Type* FunctionLowering::type_of(hir::Type type) {
  switch (static_cast<hir::Type::Kind>(type)) {
    case hir::Type::Void:
      return builder_.getVoidTy();
    case hir::Type::Int:
    case hir::Type::Duration:
    case hir::Type::Row:
      return builder_.getInt64Ty();
    case hir::Type::Float:
      return builder_.getDoubleTy();
    case hir::Type::Bool:
      return builder_.getInt1Ty();
    case hir::Type::String:
    case hir::Type::Json:
    case hir::Type::List:
    case hir::Type::Response:
      return builder_.getPtrTy();
  }
  return nullptr;
}

llvm::Value* FunctionLowering::at_offset(llvm::Value* address, std::uint64_t bytes) {
  return bytes == 0 ? address : builder_.CreateConstInBoundsGEP1_64(builder_.getInt8Ty(), address, bytes);
}

Value FunctionLowering::load_text(llvm::Value* address) {
  return {builder_.CreateLoad(builder_.getPtrTy(), address),
          builder_.CreateLoad(builder_.getInt64Ty(), at_offset(address, offset_of<&nest_str::size>()))};
}

llvm::AllocaInst* FunctionLowering::variable(llvm::Type* type, const char* name) {
  llvm::BasicBlock& entry = coroutine_.getEntryBlock();
  llvm::IRBuilder<> at_entry(&entry, entry.begin());
  return at_entry.CreateAlloca(type, nullptr, name);
}

Value FunctionLowering::zero(hir::Type type) {
  Value value;
  if (type == hir::Type::Void) return value;
  const bool is_address = is_pair(type) || type == hir::Type::Response;
  value.first = is_address ? program_.constants.zeroes() : llvm::Constant::getNullValue(type_of(type));
  if (is_pair(type)) value.second = builder_.getInt64(0);
  if (type.is_optional()) value.present = builder_.getFalse();
  return value;
}

void FunctionLowering::make_locals() {
  // Zero until assigned: the checker promises assignment before use, and this keeps a slip from being
  // undefined.
  for (const hir::Local& local : function_.locals) {
    const Value none = zero(local.type);
    const auto slot = [&](llvm::Value* value) -> llvm::AllocaInst* {
      if (value == nullptr) return nullptr;
      llvm::AllocaInst* made = variable(value->getType(), local.name.c_str());
      builder_.CreateStore(value, made);
      return made;
    };
    locals_.push_back({slot(none.first), slot(none.second), slot(none.present)});
  }
}

void FunctionLowering::take_arguments() {
  unsigned next = 1;  // behind the user
  for (std::size_t i = 0; i < function_.parameters; ++i) {
    Value value{coroutine_.getArg(next++)};
    if (is_pair(function_.locals[i].type)) value.second = coroutine_.getArg(next++);
    if (function_.locals[i].type.is_optional()) value.present = coroutine_.getArg(next++);
    store_local(hir::LocalId(i), value);
  }
}

Value FunctionLowering::load_local(hir::LocalId local) {
  const LocalSlots& slots = locals_[hir::index(local)];
  const auto read = [this](llvm::AllocaInst* slot) -> llvm::Value* {
    return slot == nullptr ? nullptr : builder_.CreateLoad(slot->getAllocatedType(), slot);
  };
  return {read(slots.first), read(slots.second), read(slots.present)};
}

void FunctionLowering::store_local(hir::LocalId local, Value value) {
  const LocalSlots& slots = locals_[hir::index(local)];
  if (slots.first != nullptr) builder_.CreateStore(value.first, slots.first);
  if (slots.second != nullptr) builder_.CreateStore(value.second, slots.second);
  if (slots.present != nullptr) builder_.CreateStore(value.present, slots.present);
}

}  // namespace nest::lowering
