#include "compiler/sema/check_once.h"

#include <fmt/format.h>

#include "compiler/sema/check_statement.h"
#include "compiler/sema/function_checker.h"

namespace nest::sema {
namespace {

hir::FunctionId check_block_once(Analysis& analysis, const ModuleSymbol& module, std::string_view word,
                                 const ast::Hook& hook) {
  FunctionChecker f(analysis, hir::FunctionKind::Once, &module.scope);
  f.function.symbol = fmt::format("{}.{}", module.module->name, word);
  f.function.span = hook.span;
  f.once = word;
  CheckedBlock checked = check_block(f, hook.body);
  return f.finish(std::move(checked.statements));
}

std::optional<hir::FunctionId> check_all(Analysis& analysis, std::string_view word,
                                         std::vector<ast::Hook> ast::File::* hooks) {
  std::optional<hir::FunctionId> first;
  const ast::Hook* first_hook = nullptr;
  for (const ModuleSymbol& module : analysis.modules) {
    for (const ast::Hook& hook : module.module->tree.*hooks) {
      const hir::FunctionId checked = check_block_once(analysis, module, word, hook);
      if (first_hook == nullptr) {
        first = checked;
        first_hook = &hook;
        continue;
      }
      analysis.emitter.emit(DiagnosticCode::DuplicateOnce, hook.span, word)
          .note(first_hook->span, "the other one is here")
          .help("put both together in one");
    }
  }
  return first;
}

}  // namespace

void check_once(Analysis& analysis) {
  analysis.program.setup = check_all(analysis, "setup", &ast::File::setups);
  analysis.program.teardown = check_all(analysis, "teardown", &ast::File::teardowns);
}

}  // namespace nest::sema
