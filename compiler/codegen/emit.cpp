#include "compiler/codegen/emit.h"

#include <llvm/ADT/SmallString.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/Target/TargetMachine.h>

#include "compiler/target/llvm_parts.h"

namespace nest {
namespace {

std::expected<std::string, std::string> emit(LlvmModule& module, const Host& host,
                                             llvm::CodeGenFileType type) {
  llvm::SmallString<0> code;
  llvm::raw_svector_ostream out(code);
  llvm::legacy::PassManager passes;
  if (host.machine().addPassesToEmitFile(passes, out, nullptr, type)) {
    return std::unexpected("LLVM cannot write code for " + host.triple());
  }
  passes.run(*module.parts().module);
  return std::string(code);
}

}  // namespace

std::string ir_text(const LlvmModule& module) {
  std::string text;
  llvm::raw_string_ostream out(text);
  module.parts().module->print(out, nullptr);
  return text;
}

std::expected<std::string, std::string> asm_text(LlvmModule module, const Host& host) {
  return emit(module, host, llvm::CodeGenFileType::AssemblyFile);
}

std::expected<std::string, std::string> object_code(LlvmModule module, const Host& host) {
  return emit(module, host, llvm::CodeGenFileType::ObjectFile);
}

}  // namespace nest
