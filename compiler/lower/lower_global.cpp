#include <cstddef>
#include <string>
#include <variant>

#include "compiler/lower/lowering.h"

namespace nest::lowering {
namespace {

constexpr std::size_t kContent = offsetof(nest_value, as);

/// The content of a nest_value: two words, the second zero where one is enough.
llvm::Constant* content_of(ProgramLowering& program, const hir::Constant& value) {
  ConstantPool& constants = program.constants;
  llvm::LLVMContext& context = program.types.context();
  if (const auto* text = std::get_if<std::string>(&value.value)) {
    return llvm::ConstantStruct::getAnon({constants.padded_text(*text), constants.u64(text->size())});
  }
  llvm::Constant* first = nullptr;
  if (const auto* number = std::get_if<std::int64_t>(&value.value)) first = constants.i64(*number);
  if (const auto* real = std::get_if<double>(&value.value)) {
    first = llvm::ConstantFP::get(llvm::Type::getDoubleTy(context), *real);
  }
  if (const auto* truth = std::get_if<bool>(&value.value)) first = constants.u64(*truth ? 1 : 0);
  return llvm::ConstantStruct::getAnon({first, constants.u64(0)});
}

}  // namespace

llvm::GlobalVariable* make_global(ProgramLowering& program, const hir::Global& global) {
  llvm::Constant* value = llvm::ConstantStruct::getAnon(
      {program.constants.u64(kind_of(global.type)), content_of(program, global.value)});
  auto* made = new llvm::GlobalVariable(program.module, value->getType(), /*isConstant=*/false,
                                        llvm::GlobalValue::PrivateLinkage, value, "global");
  // No code of ours writes it: without this the optimiser would take the default for the value.
  made->setExternallyInitialized(true);
  return made;
}

Value load_global(FunctionLowering& function, hir::GlobalId id) {
  llvm::IRBuilder<>& builder = function.builder();
  const hir::Global& global = function.program().program.globals[hir::index(id)];
  llvm::Value* address = function.at_offset(function.program().globals[hir::index(id)], kContent);
  switch (global.type) {
    case hir::Type::String:
      return function.load_text(address);
    case hir::Type::Float:
      return {builder.CreateLoad(builder.getDoubleTy(), address)};
    case hir::Type::Bool:
      return {builder.CreateICmpNE(builder.CreateLoad(builder.getInt64Ty(), address), builder.getInt64(0))};
    default:
      return {builder.CreateLoad(builder.getInt64Ty(), address)};
  }
}

}  // namespace nest::lowering
