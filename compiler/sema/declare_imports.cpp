#include "compiler/sema/declare_imports.h"

#include <map>

#include "compiler/sema/function_checker.h"

namespace nest::sema {

void declare_imports(Analysis& analysis) {
  std::map<FileId, const ModuleSymbol*> by_file;
  for (const ModuleSymbol& each : analysis.modules) by_file.emplace(each.module->file, &each);
  for (ModuleSymbol& importer : analysis.modules) {
    const Module& module = *importer.module;
    for (std::size_t i = 0; i < module.tree.imports.size(); ++i) {
      const ast::Import& tree = module.tree.imports[i];
      const ModuleSymbol* imported = nullptr;  // what is wrong with it was reported
      const auto file = i < module.imports.size() ? module.imports[i] : std::nullopt;
      if (const auto found = file ? by_file.find(*file) : by_file.end(); found != by_file.end()) {
        if (found->second->module->tree.gaps.empty()) imported = found->second;
        analysis.imported_files.insert(*file);
      }
      declare_variable(analysis, importer.scope,
                       {.name = tree.name.text,
                        .span = tree.name.span,
                        .type = std::nullopt,
                        .is_mutable = false,
                        .is_loop_variable = false,
                        .place = imported,
                        .is_read = imported == nullptr});
    }
  }
}

}  // namespace nest::sema
