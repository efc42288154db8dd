#include <algorithm>
#include <string_view>

#include "compiler/diagnostics/suggestion.h"
#include "compiler/sema/build_expression.h"
#include "compiler/sema/check_service.h"
#include "compiler/sema/find_variable.h"

namespace nest::sema {
namespace {

using hir::Type;

// Names become parts of variables and files: two that differ in case only are too near.
bool same_name(std::string_view one, std::string_view other) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(one, other, {}, lower, lower);
}

hir::GlobalId add_global(Analysis& analysis, const ServiceSymbol& service, hir::GlobalKind kind) {
  hir::Global global;
  global.kind = kind;
  global.type = kind == hir::GlobalKind::ServicePort ? Type::Int : Type::String;
  global.name = service.name;
  global.span = service.tree == nullptr ? Span{} : service.tree->name.span;
  if (kind == hir::GlobalKind::ServicePort) {
    global.value = {std::int64_t{0}};
  } else {
    global.value = {std::string()};
  }
  global.service = service.id;
  global.has_default = false;
  if (service.module != nullptr) {
    global.full_name = service.module->module->name + "." + service.name;
    global.doc = service.tree->doc;
  }
  analysis.program.globals.push_back(std::move(global));
  return static_cast<hir::GlobalId>(analysis.program.globals.size() - 1);
}

void add_globals(Analysis& analysis, ServiceSymbol& service) {
  service.url = add_global(analysis, service, hir::GlobalKind::ServiceUrl);
  service.port = add_global(analysis, service, hir::GlobalKind::ServicePort);
}

// Nobody has to name a service: it counts as read.
Variable service_variable(ServiceSymbol& service, Span span) {
  return {.name = service.name,
          .span = span,
          .type = std::nullopt,
          .is_mutable = false,
          .is_loop_variable = false,
          .place = &service,
          .is_read = true};
}

ServiceSymbol* find_twin(Analysis& analysis, std::string_view name) {
  const auto found = std::ranges::find_if(
      analysis.services, [&](const ServiceSymbol& each) { return same_name(each.name, name); });
  return found == analysis.services.end() ? nullptr : &*found;
}

}  // namespace

void declare_services(Analysis& analysis, ModuleSymbol& module) {
  for (const ast::Service& tree : module.module->tree.services) {
    const ServiceSymbol* twin = find_twin(analysis, tree.name.text);
    // The same name twice in one file is reported with all its other names.
    if (twin != nullptr && (twin->module != &module || twin->name != tree.name.text)) {
      analysis.emitter.emit(DiagnosticCode::DuplicateService, tree.name.span, tree.name.text)
          .note(twin->tree->name.span, "the other one is here");
    }
    ServiceSymbol& symbol = analysis.services.emplace_back();
    symbol.name = tree.name.text;
    symbol.tree = &tree;
    symbol.module = &module;
    symbol.id = static_cast<hir::ServiceId>(analysis.program.services.size());
    hir::Service& service = analysis.program.services.emplace_back();
    service.name = tree.name.text;
    service.full_name = module.module->name + "." + tree.name.text;
    service.doc = tree.doc;
    service.span = tree.name.span;
    add_globals(analysis, symbol);
    declare_variable(analysis, module.scope, service_variable(symbol, tree.name.span));
  }
}

void declare_project_services(Analysis& analysis, std::span<const std::string> names) {
  for (const std::string& name : names) {
    ServiceSymbol* symbol = find_twin(analysis, name);
    if (symbol == nullptr) {
      symbol = &analysis.services.emplace_back();
      symbol->name = name;
      add_globals(analysis, *symbol);
    }
    const Span span = symbol->tree == nullptr ? Span{} : symbol->tree->name.span;
    analysis.project_scope.declare(analysis.variables.emplace_back(service_variable(*symbol, span)));
  }
}

const ServiceSymbol* find_service(const FunctionChecker& f, const ast::Expression& name) {
  const Variable* variable = find_variable(f.scope(), name);
  const auto* service = variable == nullptr ? nullptr : std::get_if<ServiceSymbol*>(&variable->place);
  return service == nullptr ? nullptr : *service;
}

hir::ExpressionPtr check_service_member(FunctionChecker& f, const ServiceSymbol& service,
                                        const ast::Name& member, Span span) {
  if (member.text == "url") return build(Type::String, span, hir::GlobalReference{service.url});
  if (member.text == "port") return build(Type::Int, span, hir::GlobalReference{service.port});
  f.emitter.emit(DiagnosticCode::UnknownServiceMember, member.span, member.text)
      .help("it has `{}.url` and `{}.port`", service.name, service.name);
  return nullptr;
}

}  // namespace nest::sema
