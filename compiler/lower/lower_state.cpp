#include "compiler/lower/lowering.h"

namespace nest::lowering {
namespace {

const hir::State& state_of(FunctionLowering& function, hir::StateId id) {
  return function.program().program.states[hir::index(id)];
}

/// Offsets are known when compiled; where the block is, is the user's.
llvm::Value* address_of(FunctionLowering& function, hir::StateId id) {
  llvm::IRBuilder<>& builder = function.builder();
  llvm::Value* field = state_of(function, id).owner ? function.context_field<&nest_context::state>()
                                                    : function.context_field<&nest_context::user_state>();
  return function.at_offset(builder.CreateLoad(builder.getPtrTy(), field),
                            function.program().states.offset(id));
}

Value load_plain(FunctionLowering& function, llvm::Value* address, hir::Type type) {
  llvm::IRBuilder<>& builder = function.builder();
  switch (static_cast<hir::Type::Kind>(type)) {
    case hir::Type::Int:
    case hir::Type::Duration:
    case hir::Type::Row:
      return {builder.CreateLoad(builder.getInt64Ty(), address)};
    case hir::Type::Float:
      return {builder.CreateLoad(builder.getDoubleTy(), address)};
    case hir::Type::Bool:
      return {builder.CreateICmpNE(builder.CreateLoad(builder.getInt8Ty(), address), builder.getInt8(0))};
    case hir::Type::String:
    case hir::Type::Json:
    case hir::Type::List:
    case hir::Type::Response:
    case hir::Type::Void:
      break;
  }
  // Not copied: a text that is replaced later stays valid until the task ends.
  return function.load_text(address);
}

void store_plain(FunctionLowering& function, llvm::Value* address, hir::Type type, Value value, Span span) {
  llvm::IRBuilder<>& builder = function.builder();
  switch (type) {
    case hir::Type::String:
    case hir::Type::Json:
      function.call_checked(AbiFunction::nest_state_store, {address, value.first, value.second}, span);
      return;
    case hir::Type::List:
      function.call_checked(AbiFunction::nest_state_store_list, {address, value.first, value.second}, span);
      return;
    case hir::Type::Bool:
      builder.CreateStore(builder.CreateZExt(value.first, builder.getInt8Ty()), address);
      return;
    default:
      builder.CreateStore(value.first, address);
      return;
  }
}

}  // namespace

Value load_state(FunctionLowering& function, hir::StateId id) {
  llvm::IRBuilder<>& builder = function.builder();
  const hir::Type type = state_of(function, id).type;
  llvm::Value* address = address_of(function, id);
  Value value = load_plain(function, address, type);
  if (type.is_optional()) {
    llvm::Value* flag = function.at_offset(address, StateLayout::presence_offset(type));
    value.present = builder.CreateICmpNE(builder.CreateLoad(builder.getInt8Ty(), flag), builder.getInt8(0));
  }
  return value;
}

void store_state(FunctionLowering& function, const hir::SetState& set, Span span) {
  llvm::IRBuilder<>& builder = function.builder();
  const hir::Type type = state_of(function, set.state).type;
  const Value value = lower_expression(function, *set.value);
  llvm::Value* address = address_of(function, set.state);
  // Of one that is absent the empty value is stored: what it held is given back.
  store_plain(function, address, type, value, span);
  if (type.is_optional()) {
    builder.CreateStore(builder.CreateZExt(value.present, builder.getInt8Ty()),
                        function.at_offset(address, StateLayout::presence_offset(type)));
  }
}

}  // namespace nest::lowering
