#include <cstddef>
#include <string>
#include <variant>

#include "compiler/lower/lowering.h"

namespace nest::lowering {
namespace {

constexpr std::size_t kContent = offsetof(nest_value, as);

}  // namespace

llvm::GlobalVariable* make_global(ProgramLowering& program, const hir::Global& global) {
  llvm::Constant* value = value_constant(program, global.type, global.value);
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
