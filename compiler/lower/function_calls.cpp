// FunctionLowering's calls of the ABI: arguments, results through slots, arrays of holes.

#include <algorithm>
#include <cstddef>

#include "compiler/lower/function_lowering.h"

namespace nest::lowering {
std::uint64_t kind_of(hir::Type type) {
  switch (static_cast<hir::Type::Kind>(type)) {
    case hir::Type::Int:
      return NEST_INT;
    case hir::Type::Float:
      return NEST_FLOAT;
    case hir::Type::Bool:
      return NEST_BOOL;
    case hir::Type::Duration:
      return NEST_DURATION;
    case hir::Type::String:
      return NEST_STRING;
    case hir::Type::Json:
      return NEST_JSON;
    case hir::Type::List:
      return NEST_LIST;
    case hir::Type::Void:
    case hir::Type::Response:
    case hir::Type::Row:
      break;
  }
  return NEST_INT;  // no hole has such a type
}

void FunctionLowering::at(Span span) {
  const std::uint32_t site = program_.sites.index(span);
  if (site_ == site) return;
  site_ = site;
  builder_.CreateStore(builder_.getInt32(site), context_field<&nest_context::site>());
}

llvm::Value* FunctionLowering::call(AbiFunction function, Arguments arguments) {
  llvm::SmallVector<llvm::Value*, 8> all;
  if (AbiPrototypes::takes_user(function)) all.push_back(user_);
  all.append(arguments.begin(), arguments.end());
  return builder_.CreateCall(program_.abi[function], all);
}

void FunctionLowering::call_checked(AbiFunction function, Arguments arguments, Span span) {
  at(span);
  test(call(function, arguments));
}

llvm::AllocaInst* FunctionLowering::out_slot(Out out) {
  llvm::AllocaInst*& slot = outs_[static_cast<std::size_t>(out)];
  if (slot == nullptr) {
    llvm::Type* type = nullptr;
    switch (out) {
      case Out::Text:
        type = program_.types.structure<nest_str>();
        break;
      case Out::Int:
        type = builder_.getInt64Ty();
        break;
      case Out::Float:
        type = builder_.getDoubleTy();
        break;
      case Out::Bool:
        type = builder_.getInt32Ty();
        break;
      case Out::Any:
        type = program_.types.structure<nest_value>();
        break;
    }
    slot = variable(type, "out");
  }
  return slot;
}

Value FunctionLowering::call_for(Out out, AbiFunction function, Arguments arguments,
                                 std::span<const Typed> values, Span span) {
  static_assert(sizeof(nest_list) == sizeof(nest_str), "a list comes back in the slot of a text");
  llvm::AllocaInst* slot = out_slot(out);
  at(span);
  builder_.CreateLifetimeStart(slot);
  llvm::SmallVector<llvm::Value*, 8> all;
  if (AbiPrototypes::takes_user(function)) all.push_back(user_);
  all.append(arguments.begin(), arguments.end());
  all.push_back(slot);
  llvm::Value* result = builder_.CreateCall(program_.abi[function], all);
  // Read before the test: the slot is dead on both ways from it, and what a failed call left is used by none.
  Value value;
  if (out == Out::Text) {
    value = load_text(slot);
  } else {
    value.first = builder_.CreateLoad(slot->getAllocatedType(), slot);
  }
  builder_.CreateLifetimeEnd(slot);
  end_values(values);
  test(result);
  if (out == Out::Bool) value.first = builder_.CreateICmpNE(value.first, builder_.getInt32(0));
  return value;
}

llvm::Value* FunctionLowering::values_array(std::size_t count) {
  // A thread's stack is no place for the holes of a whole page; what a task allocates goes when it ends.
  if (count > kStackValues) {
    return call(AbiFunction::nest_frame_alloc, {builder_.getInt64(count * sizeof(nest_value))});
  }
  if (values_ == nullptr) {
    values_ = variable(llvm::ArrayType::get(program_.types.structure<nest_value>(), 0), "values");
  }
  value_capacity_ = std::max(value_capacity_, count);
  builder_.CreateLifetimeStart(values_);
  return values_;
}

llvm::Value* FunctionLowering::begin_values(std::span<const Typed> values) {
  if (values.empty()) return program_.constants.null();
  llvm::Value* array = values_array(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto at = [&](std::size_t offset) { return at_offset(array, i * sizeof(nest_value) + offset); };
    constexpr std::size_t kContent = offsetof(nest_value, as);
    builder_.CreateStore(builder_.getInt64(kind_of(values[i].type)), at(0));
    llvm::Value* first = values[i].value.first;
    if (values[i].type == hir::Type::Bool) first = builder_.CreateZExt(first, builder_.getInt64Ty());
    builder_.CreateStore(first, at(kContent));
    if (values[i].value.second != nullptr) {
      builder_.CreateStore(values[i].value.second, at(kContent + offset_of<&nest_str::size>()));
    }
  }
  return array;
}

void FunctionLowering::end_values(std::span<const Typed> values) {
  if (!values.empty() && values.size() <= kStackValues) builder_.CreateLifetimeEnd(values_);
}

}  // namespace nest::lowering
