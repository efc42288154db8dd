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

bool can_leave(const TasksetSymbol& taskset) { return taskset.exits.interrupts || taskset.exits.stops; }

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
    auto report = analysis.emitter.emit(DiagnosticCode::UnusedVariable, variable.span, variable.name);
    if (variable.type == hir::Type::Response) {
      report.help("leave `let {} =` out, or name it `_{}`", variable.name, variable.name);
    } else {
      report.help("leave it out, or name it `_{}`", variable.name);
    }
  }
}

void lint_ways_out(Analysis& analysis) {
  // A user who stops leaves every taskset around it.
  for (auto taskset = analysis.tasksets.rbegin(); taskset != analysis.tasksets.rend(); ++taskset) {
    if (taskset->exits.stops && taskset->parent != nullptr) taskset->parent->exits.stops = true;
  }
  const auto competes = [](const hir::Taskset& taskset) { return !taskset.parent && taskset.weight > 0; };
  const auto competing = std::ranges::count_if(analysis.program.tasksets, competes);
  const std::string others = competing == 2 ? "the other taskset is never picked again"
                                            : "the other tasksets are never picked again";
  for (const TasksetSymbol& taskset : analysis.tasksets) {
    if (can_leave(taskset) || (taskset.parent == nullptr && competing < 2)) continue;
    if (analysis.program.tasksets[hir::index(taskset.id)].weight == 0) continue;
    const std::string starved = taskset.parent == nullptr
                                    ? others
                                    : fmt::format("`{}` never goes on", taskset.parent->tree->name.text);
    analysis.emitter.emit(DiagnosticCode::NoWayOut, taskset.tree->name.span, taskset.tree->name.text)
        .help("once entered it is never left, and {}: add `task(1) leave {{ interrupt }}`", starved);
  }
}

}  // namespace nest::sema
