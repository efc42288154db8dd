#pragma once

#include <vector>

#include <llvm/IR/Module.h>

#include "compiler/hir/program.h"
#include "compiler/lower/abi_prototypes.h"
#include "compiler/lower/abi_types.h"
#include "compiler/lower/constant_pool.h"
#include "compiler/lower/site_table.h"
#include "compiler/lower/state_layout.h"

namespace nest::lowering {

/// The lowering of one program into one module: what all of its functions and tables share. Lives for one
/// lower().
struct ProgramLowering {
  ProgramLowering(const hir::Program& input, const SourceSet& sources, llvm::Module& output);

  const hir::Program& program;
  llvm::Module& module;
  AbiTypes types;
  AbiPrototypes abi;
  ConstantPool constants;
  SiteTable sites;
  StateLayout states;
  std::vector<llvm::GlobalVariable*> globals;  ///< the nest_values of Program::globals, by GlobalId
  std::vector<llvm::Function*> functions;      ///< of Program::functions, by FunctionId
};

/// A `fn` that never suspends: it gives a nest_status. The others are coroutines.
[[nodiscard]] bool is_plain(const hir::Function& function);

/// Emits kProgramSymbol with all its tables. After the functions: their sites belong to the tables.
void emit_image(ProgramLowering& lowering, const SourceSet& sources);

}  // namespace nest::lowering
