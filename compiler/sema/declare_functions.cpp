#include "compiler/sema/builtins.h"
#include "compiler/sema/check_function.h"
#include "compiler/sema/conversion.h"

namespace nest::sema {
namespace {

FunctionSymbol& declare_function(Analysis& analysis, const ModuleSymbol& module, const ast::Function& tree) {
  FunctionSymbol& symbol = analysis.functions.emplace_back();
  symbol.tree = &tree;
  symbol.module = &module;
  for (const ast::Parameter& each : tree.parameters)
    symbol.parameters.push_back(resolve_type(analysis.emitter, each.type));
  symbol.result = tree.result ? resolve_type(analysis.emitter, *tree.result) : hir::Type::Void;
  return symbol;
}

}  // namespace

void declare_functions(Analysis& analysis, ModuleSymbol& module) {
  for (const ast::Function& tree : module.module->tree.functions) {
    if (is_function(tree.name.text)) {
      analysis.emitter.emit(DiagnosticCode::ReservedName, tree.name.span, tree.name.text)
          .help("give the function another name");
    }
    FunctionSymbol& symbol = declare_function(analysis, module, tree);
    declare_variable(analysis, module.scope,
                     {.name = tree.name.text,
                      .span = tree.name.span,
                      .type = std::nullopt,
                      .is_mutable = false,
                      .is_loop_variable = false,
                      .place = &symbol,
                      .is_read = false});
  }
}

}  // namespace nest::sema
