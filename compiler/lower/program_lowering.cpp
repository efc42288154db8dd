#include "compiler/lower/program_lowering.h"

#include "compiler/lower/function_lowering.h"
#include "compiler/lower/lower.h"
#include "compiler/lower/lowering.h"
#include "compiler/lower/mangle.h"
#include "compiler/target/llvm_parts.h"

namespace nest {
namespace lowering {

ProgramLowering::ProgramLowering(const hir::Program& input, const SourceSet& sources, llvm::Module& output)
    : program(input),
      module(output),
      types(output.getContext()),
      abi(output, types),
      constants(output, types),
      sites(sources),
      states(input) {
  for (const hir::Global& global : program.globals) globals.push_back(make_global(*this, global));
  auto* type = llvm::FunctionType::get(types.of<void*>(), {types.of<nest_user*>()}, /*isVarArg=*/false);
  for (const hir::Function& function : program.functions) {
    functions.push_back(
        llvm::Function::Create(type, llvm::Function::InternalLinkage, mangle(function.symbol), output));
  }
}

}  // namespace lowering

LlvmModule lower(const hir::Program& program, const SourceSet& sources, const Host& host) {
  LlvmModule result(host);
  lowering::ProgramLowering lowering(program, sources, *result.parts().module);
  for (std::size_t i = 0; i < program.functions.size(); ++i) {
    lowering::FunctionLowering(lowering, program.functions[i], *lowering.functions[i]).run();
  }
  lowering::emit_image(lowering, sources);
  return result;
}

}  // namespace nest
