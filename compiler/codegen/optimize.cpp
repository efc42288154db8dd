#include "compiler/codegen/optimize.h"

#include <utility>

#include <llvm/IR/Verifier.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/Target/TargetMachine.h>
#include <llvm/Transforms/Coroutines/CoroCleanup.h>
#include <llvm/Transforms/Coroutines/CoroEarly.h>
#include <llvm/Transforms/Coroutines/CoroSplit.h>
#include <llvm/Transforms/IPO/ConstantMerge.h>
#include <llvm/Transforms/IPO/GlobalDCE.h>
#include <llvm/Transforms/IPO/StripDeadPrototypes.h>
#include <llvm/Transforms/Scalar/EarlyCSE.h>
#include <llvm/Transforms/Scalar/SROA.h>
#include <llvm/Transforms/Scalar/SimplifyCFG.h>

#include "compiler/target/llvm_parts.h"

namespace nest {
namespace {

std::expected<void, std::string> verify(const llvm::Module& module, const char* when) {
  std::string problem;
  llvm::raw_string_ostream out(problem);
  if (!llvm::verifyModule(module, &out)) return {};
  return std::unexpected(std::string("invalid code ") + when + " optimisation: " + problem);
}

/// Tasks are calls with a little glue, so a few passes get as far as LLVM's own pipelines do: locals into
/// registers before the coroutines are split (or they would live in the frame), what repeats folded after it.
/// A third of O1's time, code of the same size within 3 % (1,000 requests; docs/lowering.md).
llvm::ModulePassManager short_pipeline() {
  llvm::FunctionPassManager before;
  before.addPass(llvm::SROAPass(llvm::SROAOptions::ModifyCFG));
  before.addPass(llvm::SimplifyCFGPass());
  llvm::FunctionPassManager after;
  after.addPass(llvm::EarlyCSEPass());
  after.addPass(llvm::SimplifyCFGPass());

  llvm::ModulePassManager pipeline;
  pipeline.addPass(llvm::createModuleToFunctionPassAdaptor(std::move(before)));
  pipeline.addPass(llvm::GlobalDCEPass());  // again: calls in branches that are never taken are gone now
  pipeline.addPass(llvm::CoroEarlyPass());
  pipeline.addPass(
      llvm::createModuleToPostOrderCGSCCPassAdaptor(llvm::CoroSplitPass(/*OptimizeFrame=*/true)));
  pipeline.addPass(llvm::CoroCleanupPass());
  pipeline.addPass(llvm::createModuleToFunctionPassAdaptor(std::move(after)));
  pipeline.addPass(llvm::ConstantMergePass());
  pipeline.addPass(llvm::StripDeadPrototypesPass());
  return pipeline;
}

void run_pipeline(llvm::Module& module, llvm::TargetMachine& machine, OptimizationLevel level) {
  llvm::PassBuilder passes(&machine);
  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager components;
  llvm::ModuleAnalysisManager modules;
  passes.registerModuleAnalyses(modules);
  passes.registerCGSCCAnalyses(components);
  passes.registerFunctionAnalyses(functions);
  passes.registerLoopAnalyses(loops);
  passes.crossRegisterProxies(loops, functions, components, modules);
  // First what is never called, such as the functions of a module that an import does not use: coroutines are
  // split along the graph of calls, so that one outside it would stay whole and could not be selected.
  llvm::ModulePassManager pipeline;
  pipeline.addPass(llvm::GlobalDCEPass());
  pipeline.addPass(level == OptimizationLevel::None
                       ? passes.buildO0DefaultPipeline(llvm::OptimizationLevel::O0)
                       : short_pipeline());
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
