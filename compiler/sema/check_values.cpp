#include "compiler/sema/check_values.h"

#include <algorithm>
#include <utility>

#include "compiler/sema/check_constant.h"
#include "compiler/sema/check_function.h"
#include "compiler/sema/check_service.h"
#include "compiler/sema/conversion.h"
#include "compiler/sema/declare_imports.h"
#include "compiler/sema/function_checker.h"
#include "compiler/sema/unread.h"

namespace nest::sema {
namespace {

using hir::Type;

// Something of the type, for a param whose default was wrong.
hir::Constant zero(Type type) {
  switch (type) {
    case Type::Float:
      return {0.0};
    case Type::Bool:
      return {false};
    case Type::String:
      return {std::string()};
    default:
      return {std::int64_t{0}};
  }
}

void declare_constants(Analysis& analysis, ModuleSymbol& module) {
  for (const ast::Constant& tree : module.module->tree.constants) {
    declare_variable(analysis, module.scope,
                     {.name = tree.name.text,
                      .span = tree.name.span,
                      .type = std::nullopt,
                      .is_mutable = false,
                      .is_loop_variable = false,
                      .place = PendingConstant{&tree, &module.scope, false},
                      .is_read = false});
  }
}

bool can_be_param(Type type) { return hir::can_be_element(type) && type != Type::Json; }

std::optional<hir::Constant> check_default(Analysis& analysis, const ModuleSymbol& module,
                                           const ast::Param& tree, Type type) {
  auto value = check_constant(analysis, module.scope, *tree.value, DiagnosticCode::ParamDefaultNotConstant);
  FunctionChecker nowhere(analysis, hir::FunctionKind::StateInit, &module.scope);
  value = coerce(nowhere, std::move(value), type);
  if (value == nullptr) return std::nullopt;
  return std::get<hir::Constant>(std::move(value->node));
}

void declare_params(Analysis& analysis, ModuleSymbol& module) {
  for (const ast::Param& tree : module.module->tree.params) {
    std::optional<Type> type = resolve_type(analysis.emitter, tree.type);
    if (type && !can_be_param(*type)) {
      analysis.emitter.emit(DiagnosticCode::ParamType, tree.type.span, with_article(*type))
          .help("it is an int, a float, a bool, a string or a duration");
      type = std::nullopt;
    }
    const auto id = static_cast<hir::GlobalId>(analysis.program.globals.size());
    analysis.program.globals.push_back({.kind = hir::GlobalKind::Param,
                                        .type = type.value_or(Type::Int),
                                        .name = tree.name.text,
                                        .full_name = module.module->name + "." + tree.name.text,
                                        .doc = tree.doc,
                                        .span = tree.name.span,
                                        .value = zero(type.value_or(Type::Int))});
    declare_variable(analysis, module.scope,
                     {.name = tree.name.text,
                      .span = tree.name.span,
                      .type = type,
                      .is_mutable = false,
                      .is_loop_variable = false,
                      .place = id,
                      .is_read = false});
  }
}

// After all are declared: a default may name a `const` that comes further down.
void check_defaults(Analysis& analysis, const ModuleSymbol& module, std::size_t first_global) {
  for (const ast::Param& tree : module.module->tree.params) {
    const auto id = static_cast<hir::GlobalId>(first_global++);
    hir::Global& global = analysis.program.globals[hir::index(id)];
    auto value = check_default(analysis, module, tree, global.type);
    if (!value) analysis.without_default.insert(id);
    global.value = value ? std::move(*value) : zero(global.type);
  }
}

}  // namespace

void check_values(Analysis& analysis, std::span<const Module> modules) {
  for (const Module& module : modules)
    analysis.modules.push_back({.module = &module, .scope = Scope(&analysis.project_scope)});
  declare_imports(analysis);
  std::vector<std::size_t> first_globals;
  for (ModuleSymbol& symbol : analysis.modules) {
    first_globals.push_back(analysis.program.globals.size());
    declare_unread(analysis, symbol);
    declare_constants(analysis, symbol);
    declare_params(analysis, symbol);
    declare_services(analysis, symbol);
    declare_functions(analysis, symbol);
  }
  for (Variable& variable : analysis.variables) resolve_constant(analysis, variable, variable.span);
  for (std::size_t i = 0; i < modules.size(); ++i) {
    check_defaults(analysis, analysis.modules[i], first_globals[i]);
  }
}

}  // namespace nest::sema
