#pragma once

#include <memory>

#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>

#include "compiler/target/llvm_module.h"

namespace nest {

/// Private to target, lower and codegen. The order of the members is the order of their lives: the module is
/// destroyed before its context.
struct LlvmModule::Parts {
  std::unique_ptr<llvm::LLVMContext> context;
  std::unique_ptr<llvm::Module> module;
};

}  // namespace nest
