#include "compiler/sema/function_checker.h"

namespace nest::sema {

FunctionChecker::FunctionChecker(Analysis& project, hir::FunctionKind kind, const Scope* around)
    : analysis(project), emitter(project.emitter) {
  function.kind = kind;
  scopes_.push_back(std::make_unique<Scope>(around));
}

void FunctionChecker::open_scope() { scopes_.push_back(std::make_unique<Scope>(scopes_.back().get())); }

void FunctionChecker::close_scope() { scopes_.pop_back(); }

hir::LocalId FunctionChecker::add_temporary(hir::Type type) {
  function.locals.push_back({"", type});
  return static_cast<hir::LocalId>(function.locals.size() - 1);
}

void FunctionChecker::declare(const ast::Name& name, hir::LocalId local, std::optional<hir::Type> type,
                              bool is_mutable, bool is_loop_variable) {
  function.locals[hir::index(local)].name = name.text;
  declare_variable(analysis, *scopes_.back(),
                   {name.text, name.span, type, is_mutable, is_loop_variable, local, false});
}

void FunctionChecker::note_store(hir::LocalId local) {
  const hir::Type type = function.locals[hir::index(local)].type.value();
  if (type != hir::Type::String && type != hir::Type::Json && type != hir::Type::Response &&
      type != hir::Type::List)
    return;
  for (Loop& loop : loops) {
    if (hir::index(local) < loop.first_local) loop.rewinds = false;
  }
}

hir::FunctionId FunctionChecker::finish(hir::Block body) {
  function.body = std::move(body);
  responses.complete(analysis.program.requests);
  return analysis.add_function(std::move(function));
}

void FunctionChecker::finish(hir::Block body, hir::FunctionId place) {
  function.body = std::move(body);
  responses.complete(analysis.program.requests);
  analysis.program.functions[hir::index(place)] = std::move(function);
}

Variable& declare_variable(Analysis& analysis, Scope& scope, Variable variable) {
  if (variable.name == "user") {
    analysis.emitter.emit(DiagnosticCode::ReservedName, variable.span, variable.name);
  } else if (const Variable* twin = scope.find_own(variable.name)) {
    analysis.emitter.emit(DiagnosticCode::DuplicateVariable, variable.span, variable.name)
        .note(twin->span, "first declared here");
  } else if (const Variable* outer = scope.find(variable.name)) {
    analysis.emitter.emit(DiagnosticCode::Shadowing, variable.span, variable.name)
        .note(outer->span, "the other one is declared here")
        .help("give one of them another name");
  }
  Variable& kept = analysis.variables.emplace_back(std::move(variable));
  scope.declare(kept);
  return kept;
}

}  // namespace nest::sema
