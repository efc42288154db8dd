#include "compiler/sema/lints.h"

#include <algorithm>
#include <array>

namespace nest::sema {
namespace {

bool names_a_secret(std::string_view name) {
  constexpr std::array<std::string_view, 4> kSecrets = {"authorization", "password", "token", "secret"};
  return std::ranges::any_of(kSecrets, [&](std::string_view secret) {
    return std::ranges::equal(name, secret, [](char written, char lower) {
      return (written >= 'A' && written <= 'Z' ? static_cast<char>(written - 'A' + 'a') : written) == lower;
    });
  });
}

/// Declared by a file that others import: whoever needs it, takes it.
bool is_there_for_others(const Analysis& analysis, const Variable& variable) {
  const bool of_body = std::holds_alternative<hir::LocalId>(variable.place) ||
                       std::holds_alternative<hir::StateId>(variable.place);
  return !of_body && analysis.imported_files.contains(variable.span.file);
}

}  // namespace

void lint_secret(Emitter& emitter, std::string_view name, const ast::Expression& value) {
  if (!names_a_secret(name)) return;
  const auto* literal = std::get_if<ast::StringLiteral>(&value.node);
  if (literal == nullptr || literal->parts.size() != 1) return;
  const auto* text = std::get_if<std::string>(&literal->parts.front());
  if (text == nullptr || text->empty()) return;
  emitter.emit(DiagnosticCode::SecretInSource, value.span)
      .help("take it from the environment: `secret(\"NAME\")`");
}

void lint_unused_variables(Analysis& analysis) {
  for (const Variable& variable : analysis.variables) {
    if (variable.is_read || !variable.type || variable.name.starts_with('_')) continue;
    if (is_there_for_others(analysis, variable)) continue;
    auto report = analysis.emitter.emit(DiagnosticCode::UnusedVariable, variable.span, variable.name);
    if (variable.type == hir::Type::Response) {
      report.help("leave `let {} =` out, or name it `_{}`", variable.name, variable.name);
    } else {
      report.help("leave it out, or name it `_{}`", variable.name);
    }
  }
}

void lint_unused_functions(Analysis& analysis) {
  for (const Variable& variable : analysis.variables) {
    const auto* function = std::get_if<FunctionSymbol*>(&variable.place);
    if (function == nullptr || variable.is_read || variable.name.starts_with('_')) continue;
    if (is_there_for_others(analysis, variable)) continue;
    analysis.emitter.emit(DiagnosticCode::UnusedFunction, variable.span, variable.name)
        .help("leave it out, or name it `_{}`", variable.name);
  }
}

void lint_unused_imports(Analysis& analysis) {
  for (const Variable& variable : analysis.variables) {
    const auto* module = std::get_if<const ModuleSymbol*>(&variable.place);
    if (module == nullptr || *module == nullptr || variable.is_read) continue;
    analysis.emitter.emit(DiagnosticCode::UnusedImport, variable.span, variable.name).help("leave it out");
  }
}

}  // namespace nest::sema
