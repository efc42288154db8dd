#include <cstdint>
#include <vector>

#include "compiler/lower/lowering.h"

namespace nest::lowering {
namespace {

Value lower_random(FunctionLowering& function, const hir::Expression& whole, const hir::BuiltinCall& call) {
  llvm::Value* low = lower_expression(function, *call.arguments[0]).first;
  llvm::Value* high = lower_expression(function, *call.arguments[1]).first;
  if (whole.type == hir::Type::Float) {
    return function.call_for(Out::Float, AbiFunction::nest_random_float, {low, high}, whole.span);
  }
  return function.call_for(Out::Int, AbiFunction::nest_random_int, {low, high}, whole.span);
}

Value lower_length(FunctionLowering& function, const hir::Expression& whole, const hir::BuiltinCall& call) {
  const Typed of = lower_typed(function, *call.arguments[0]);
  if (of.type == hir::Type::String) {
    return {function.call(AbiFunction::nest_string_length, {of.value.first, of.value.second})};
  }
  if (of.type == hir::Type::List) return {of.value.second};
  return function.call_for(Out::Int, AbiFunction::nest_json_length, {of.value.first, of.value.second},
                           whole.span);
}

Value lower_contains(FunctionLowering& function, const hir::BuiltinCall& call) {
  const Value text = lower_expression(function, *call.arguments[0]);
  const Value part = lower_expression(function, *call.arguments[1]);
  llvm::IRBuilder<>& builder = function.builder();
  llvm::Value* found =
      function.call(AbiFunction::nest_string_contains, {text.first, text.second, part.first, part.second});
  return {builder.CreateICmpNE(found, builder.getInt32(0))};
}

}  // namespace

Value lower_builtin(FunctionLowering& function, const hir::Expression& whole, const hir::BuiltinCall& call) {
  switch (call.builtin) {
    case hir::Builtin::Random:
      return lower_random(function, whole, call);
    case hir::Builtin::Length:
      return lower_length(function, whole, call);
    case hir::Builtin::Contains:
      return lower_contains(function, call);
    case hir::Builtin::Environment:
    case hir::Builtin::Secret:
      break;
  }
  const Value name = lower_expression(function, *call.arguments[0]);
  const bool secret = call.builtin == hir::Builtin::Secret;
  return function.call_for(Out::Text, secret ? AbiFunction::nest_secret : AbiFunction::nest_env,
                           {name.first, name.second}, whole.span);
}

Value lower_library_call(FunctionLowering& function, const hir::Expression& whole,
                         const hir::LibraryCall& call) {
  llvm::IRBuilder<>& builder = function.builder();
  std::vector<Typed> arguments;
  arguments.reserve(call.arguments.size());
  for (const hir::ExpressionPtr& argument : call.arguments) {
    arguments.push_back(lower_typed(function, *argument));
  }
  llvm::AllocaInst* slot = function.out_slot(Out::Any);
  function.at(whole.span);
  llvm::Value* array = function.begin_values(arguments);
  builder.CreateLifetimeStart(slot);
  llvm::Value* status = function.call(AbiFunction::nest_library_call,
                                      {builder.getInt32(call.function), array,
                                       builder.getInt32(static_cast<std::uint32_t>(arguments.size())), slot});
  const Value value = load_value(function, slot, whole.type);
  builder.CreateLifetimeEnd(slot);
  function.end_values(arguments);
  function.test(status);
  return value;
}

}  // namespace nest::lowering
