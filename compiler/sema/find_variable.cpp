#include "compiler/sema/find_variable.h"

#include <vector>

#include "compiler/diagnostics/suggestion.h"
#include "compiler/sema/check_expression.h"

namespace nest::sema {
namespace {

const ModuleSymbol* module_of(const Variable& variable) {
  const auto* module = std::get_if<const ModuleSymbol*>(&variable.place);
  return module == nullptr ? nullptr : *module;
}

}  // namespace

Variable* find_variable(const Scope& scope, const ast::Expression& expression) {
  if (const auto* reference = std::get_if<ast::NameReference>(&expression.node))
    return scope.find(reference->name.text);
  const auto* member = std::get_if<ast::Member>(&expression.node);
  const auto* base = member == nullptr ? nullptr : std::get_if<ast::NameReference>(&member->base->node);
  Variable* named = base == nullptr ? nullptr : scope.find(base->name.text);
  const ModuleSymbol* module = named == nullptr ? nullptr : module_of(*named);
  if (module == nullptr) return nullptr;
  named->is_read = true;
  Variable* found = module->scope.find_own(member->name.text);
  // What a module has imported is its own business.
  return found == nullptr || std::holds_alternative<const ModuleSymbol*>(found->place) ? nullptr : found;
}

Variable* find_variable(const FunctionChecker& f, const ast::Expression& expression) {
  const auto* reference = std::get_if<ast::NameReference>(&expression.node);
  if (f.own_response && reference != nullptr && response_field(reference->name.text)) return nullptr;
  return find_variable(f.scope(), expression);
}

const Variable* find_module(const FunctionChecker& f, const ast::Expression& expression) {
  if (!std::holds_alternative<ast::NameReference>(expression.node)) return nullptr;
  Variable* variable = find_variable(f, expression);
  if (variable == nullptr || !std::holds_alternative<const ModuleSymbol*>(variable->place)) return nullptr;
  variable->is_read = true;
  return variable;
}

bool is_unknown(const Scope& scope, const ast::Expression& expression) {
  if (const auto* member = std::get_if<ast::Member>(&expression.node))
    return is_unknown(scope, *member->base);
  const auto* reference = std::get_if<ast::NameReference>(&expression.node);
  const Variable* variable = reference == nullptr ? nullptr : scope.find(reference->name.text);
  return variable != nullptr && std::holds_alternative<const ModuleSymbol*>(variable->place) &&
         module_of(*variable) == nullptr;
}

hir::ExpressionPtr check_module_member(FunctionChecker& f, const Variable& module, const ast::Name& name,
                                       Span span) {
  const ModuleSymbol* symbol = module_of(module);
  Variable* found = symbol == nullptr ? nullptr : symbol->scope.find_own(name.text);
  if (found != nullptr && !std::holds_alternative<const ModuleSymbol*>(found->place))
    return refer(f, *found, span);
  report_unknown_member(f.emitter, module, name);
  return nullptr;
}

void report_unknown_member(Emitter& emitter, const Variable& variable, const ast::Name& name) {
  const ModuleSymbol* module = module_of(variable);
  if (module == nullptr) return;
  auto report = emitter.emit(DiagnosticCode::UnknownModuleMember, name.span, variable.name, name.text);
  std::vector<std::string_view> names;
  for (const Variable* each : module->scope.own()) {
    if (!std::holds_alternative<const ModuleSymbol*>(each->place)) names.push_back(each->name);
  }
  for (const auto& taskset : module->module->tree.tasksets) {
    if (taskset->name.text == name.text) {
      report.help("it is a taskset: `include {}.{}` nests it in another one", variable.name, name.text);
      return;
    }
  }
  if (const auto near = nearest_name(name.text, names))
    report.help("did you mean `{}.{}`?", variable.name, *near);
}

}  // namespace nest::sema
