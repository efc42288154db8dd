#pragma once

#include <span>
#include <string>

#include "compiler/ast/expressions.h"
#include "compiler/sema/analysis.h"
#include "compiler/sema/function_checker.h"

namespace nest::sema {

/// The services that a file declares: their names, and a global each for url and port.
void declare_services(Analysis& analysis, ModuleSymbol& module);

/// The services of nest.toml, which every file sees. After the files': one of both is the same service.
void declare_project_services(Analysis& analysis, std::span<const std::string> names);

/// What each says: into the program's services. After the values of the files.
void check_services(Analysis& analysis);

/// The service that a name stands for; null when it stands for something else.
[[nodiscard]] const ServiceSymbol* find_service(const FunctionChecker& f, const ast::Expression& name);

/// `accounts.url`, `accounts.port`.
[[nodiscard]] hir::ExpressionPtr check_service_member(FunctionChecker& f, const ServiceSymbol& service,
                                                      const ast::Name& member, Span span);

}  // namespace nest::sema
