#include "compiler/codegen/optimize.h"

#include <llvm/IR/Verifier.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/Target/TargetMachine.h>

#include "compiler/target/llvm_parts.h"

namespace nest {
namespace {

std::expected<void, std::string> verify(const llvm::Module& module, const char* when) {
  std::string problem;
  llvm::raw_string_ostream out(problem);
  if (!llvm::verifyModule(module, &out)) return {};
  return std::unexpected(std::string("invalid code ") + when + " optimisation: " + problem);
}

void run_pipeline(llvm::Module& module, llvm::TargetMachine& machine, OptimizationLevel level) {
  llvm::PipelineTuningOptions tuning;
  // Compiled tasks are calls with a little glue: there is nothing to vectorise, and looking for it takes
  // time.
  tuning.LoopVectorization = false;
  tuning.SLPVectorization = false;
  tuning.LoopUnrolling = false;
  tuning.LoopInterleaving = false;
  llvm::PassBuilder passes(&machine, tuning);
  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager components;
  llvm::ModuleAnalysisManager modules;
  passes.registerModuleAnalyses(modules);
  passes.registerCGSCCAnalyses(components);
  passes.registerFunctionAnalyses(functions);
  passes.registerLoopAnalyses(loops);
  passes.crossRegisterProxies(loops, functions, components, modules);
  llvm::ModulePassManager pipeline = level == OptimizationLevel::None
                                         ? passes.buildO0DefaultPipeline(llvm::OptimizationLevel::O0)
                                         : passes.buildPerModuleDefaultPipeline(llvm::OptimizationLevel::O1);
  pipeline.run(module, modules);
}

}  // namespace

std::expected<void, std::string> optimize(LlvmModule& module, const Host& host, OptimizationLevel level) {
  llvm::Module& code = *module.parts().module;
  if (auto valid = verify(code, "before"); !valid) return valid;
  run_pipeline(code, host.machine(), level);
  return verify(code, "after");
}

}  // namespace nest
