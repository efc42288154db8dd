// A list is an array of nest_value, in registers its address and its length. What is constant stands in the
// program, what is not in the arena.

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include <llvm/IR/Constants.h>

#include "compiler/lower/lowering.h"

namespace nest::lowering {
namespace {

/// The content of a nest_value: two words, the second zero where one is enough.
llvm::Constant* content_of(ProgramLowering& program, const hir::Constant& value) {
  ConstantPool& constants = program.constants;
  if (const auto* text = std::get_if<std::string>(&value.value)) {
    return constants.structure<nest_str>({constants.padded_text(*text), constants.u64(text->size())});
  }
  llvm::Constant* first = nullptr;
  if (const auto* number = std::get_if<std::int64_t>(&value.value)) first = constants.i64(*number);
  if (const auto* truth = std::get_if<bool>(&value.value)) first = constants.u64(*truth ? 1 : 0);
  if (const auto* real = std::get_if<double>(&value.value)) {
    first = llvm::ConstantFP::get(llvm::Type::getDoubleTy(program.types.context()), *real);
  }
  return llvm::ConstantStruct::getAnon({first, constants.u64(0)});
}

}  // namespace

llvm::Constant* value_constant(ProgramLowering& program, hir::Type type, const hir::Constant& value) {
  return llvm::ConstantStruct::getAnon({program.constants.u64(kind_of(type)), content_of(program, value)});
}

Value load_value(FunctionLowering& function, llvm::Value* slot, hir::Type type) {
  llvm::IRBuilder<>& builder = function.builder();
  llvm::Value* content = function.at_offset(slot, offsetof(nest_value, as));
  switch (static_cast<hir::Type::Kind>(type)) {
    case hir::Type::Int:
    case hir::Type::Duration:
      return {builder.CreateLoad(builder.getInt64Ty(), content)};
    case hir::Type::Float:
      return {builder.CreateLoad(builder.getDoubleTy(), content)};
    case hir::Type::Bool:
      return {builder.CreateICmpNE(builder.CreateLoad(builder.getInt64Ty(), content), builder.getInt64(0))};
    case hir::Type::String:
    case hir::Type::Json:
    case hir::Type::List:
      return function.load_text(content);
    case hir::Type::Void:
    case hir::Type::Response:
    case hir::Type::Row:
      break;
  }
  return {};
}

Value lower_constant_list(FunctionLowering& function, const hir::Expression& whole,
                          const std::vector<hir::Constant>& elements) {
  ConstantPool& constants = function.constants();
  llvm::IRBuilder<>& builder = function.builder();
  if (elements.empty()) return {constants.zeroes(), builder.getInt64(0)};
  // One struct of structs instead of an array: a float's content is a double, a string's an address.
  std::vector<llvm::Constant*> items;
  items.reserve(elements.size());
  for (const hir::Constant& element : elements) {
    items.push_back(value_constant(function.program(), whole.type.element(), element));
  }
  llvm::Constant* table = llvm::ConstantStruct::getAnon(items);
  return {constants.global(table, "list"), builder.getInt64(elements.size())};
}

Value lower_list_literal(FunctionLowering& function, const hir::Expression& whole,
                         const hir::ListLiteral& literal) {
  llvm::IRBuilder<>& builder = function.builder();
  std::vector<Typed> elements;
  elements.reserve(literal.elements.size());
  for (const hir::ExpressionPtr& element : literal.elements) {
    elements.push_back(lower_typed(function, *element));
  }
  llvm::Value* array = function.begin_values(elements);
  return function.call_for(Out::Text, AbiFunction::nest_list_make, {array, builder.getInt64(elements.size())},
                           elements, whole.span);
}

Value lower_list_element(FunctionLowering& function, const hir::Expression& whole,
                         const hir::ListElement& element) {
  llvm::IRBuilder<>& builder = function.builder();
  const Value list = lower_expression(function, *element.list);
  llvm::Value* position = lower_expression(function, *element.position).first;
  llvm::BasicBlock* outside = function.new_block("outside");
  llvm::BasicBlock* inside = function.new_block("inside");
  // As unsigned: a negative position is beyond every end.
  builder.CreateCondBr(builder.CreateICmpULT(position, list.second), inside, outside);
  function.enter(outside);
  function.at(whole.span);
  function.fail(function.call(AbiFunction::nest_fail_index, {position, list.second}));
  function.enter(inside);
  llvm::Type* type = function.program().types.structure<nest_value>();
  return load_value(function, builder.CreateInBoundsGEP(type, list.first, {position}), whole.type);
}

}  // namespace nest::lowering
