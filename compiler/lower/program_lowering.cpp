#include "compiler/lower/program_lowering.h"

#include "compiler/lower/function_lowering.h"
#include "compiler/lower/lower.h"
#include "compiler/lower/lowering.h"
#include "compiler/lower/mangle.h"
#include "compiler/target/llvm_parts.h"

namespace nest {
namespace lowering {
namespace {

/// A coroutine gives its frame: `frame *f(user)`. A `fn` takes its arguments behind the user, texts as
/// address and size, and last the place for its result when it has one.
llvm::FunctionType* type_of(AbiTypes& types, const hir::Function& function) {
  llvm::Type* const pointer = types.of<void*>();
  std::vector<llvm::Type*> parameters = {types.of<nest_user*>()};
  for (std::size_t i = 0; i < function.parameters; ++i) {
    switch (static_cast<hir::Type::Kind>(function.locals[i].type)) {
      case hir::Type::Int:
      case hir::Type::Duration:
      case hir::Type::Row:
        parameters.push_back(types.of<std::int64_t>());
        break;
      case hir::Type::Float:
        parameters.push_back(types.of<double>());
        break;
      case hir::Type::Bool:
        parameters.push_back(llvm::Type::getInt1Ty(types.context()));
        break;
      case hir::Type::String:
      case hir::Type::Json:
      case hir::Type::List:
        parameters.insert(parameters.end(), {pointer, types.of<std::uint64_t>()});
        break;
      case hir::Type::Response:
      case hir::Type::Void:
        parameters.push_back(pointer);
        break;
    }
    if (function.locals[i].type.is_optional()) parameters.push_back(llvm::Type::getInt1Ty(types.context()));
  }
  if (function.result != hir::Type::Void) parameters.push_back(pointer);
  llvm::Type* const gives = is_plain(function) ? types.of<nest_status>() : pointer;
  return llvm::FunctionType::get(gives, parameters, /*isVarArg=*/false);
}

}  // namespace

bool is_plain(const hir::Function& function) {
  return function.kind == hir::FunctionKind::Function && !function.suspends;
}

ProgramLowering::ProgramLowering(const hir::Program& input, const SourceSet& sources, llvm::Module& output)
    : program(input),
      module(output),
      types(output.getContext()),
      abi(output, types),
      constants(output, types),
      sites(sources),
      states(input) {
  for (const hir::Global& global : program.globals) globals.push_back(make_global(*this, global));
  for (const hir::Function& function : program.functions) {
    functions.push_back(llvm::Function::Create(type_of(types, function), llvm::Function::InternalLinkage,
                                               mangle(function.symbol), output));
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
