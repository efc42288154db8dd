#include "compiler/sema/declare_tasksets.h"

#include <map>

namespace nest::sema {
namespace {

void report_member_twins(Analysis& analysis, const ast::Taskset& tree) {
  std::map<std::string_view, Span> seen;
  const auto add = [&](const ast::Name& name) {
    const auto [first, added] = seen.emplace(name.text, name.span);
    if (added) return;
    analysis.emitter.emit(DiagnosticCode::DuplicateMember, name.span, tree.name.text, name.text)
        .note(first->second, "the other one is here");
  };
  for (const ast::MemberReference& member : tree.members) {
    add(member.kind == ast::MemberKind::Task ? tree.tasks[member.index].name
                                             : tree.nested[member.index]->name);
  }
}

hir::TasksetId declare(Analysis& analysis, const ModuleSymbol& module, const ast::Taskset& tree,
                       const std::string& around, TasksetSymbol* parent) {
  const auto id = static_cast<hir::TasksetId>(analysis.tasksets.size());
  TasksetSymbol& symbol = analysis.tasksets.emplace_back();
  symbol.tree = &tree;
  symbol.id = id;
  symbol.parent = parent;
  symbol.module = &module;
  symbol.state = Scope(parent == nullptr ? &module.scope : &parent->state);

  hir::Taskset& taskset = analysis.program.tasksets.emplace_back();
  taskset.name = tree.name.text;
  taskset.full_name = around + "." + tree.name.text;
  taskset.doc = tree.doc;
  taskset.span = tree.span;
  if (parent != nullptr) taskset.parent = parent->id;

  report_member_twins(analysis, tree);
  const std::string full_name = taskset.full_name;  // the table grows below
  for (const auto& nested : tree.nested)
    symbol.nested.push_back(declare(analysis, module, *nested, full_name, &symbol));
  return id;
}

void declare_user(Analysis& analysis, const ModuleSymbol& module, const ast::UserBlock& user) {
  if (analysis.user == nullptr) {
    analysis.user = &user;
    analysis.user_module = &module;
    analysis.user_state = Scope(&module.scope);
    return;
  }
  analysis.emitter.emit(DiagnosticCode::DuplicateUserBlock, user.span)
      .note(analysis.user->span, "the other one is here")
      .help("put both together in one");
}

}  // namespace

void declare_tasksets(Analysis& analysis) {
  for (const ModuleSymbol& symbol : analysis.modules) {
    const Module& module = *symbol.module;
    std::map<std::string_view, Span> seen;
    for (const auto& tree : module.tree.tasksets) {
      const auto [first, added] = seen.emplace(tree->name.text, tree->name.span);
      if (!added) {
        analysis.emitter.emit(DiagnosticCode::DuplicateTaskset, tree->name.span, tree->name.text)
            .note(first->second, "the other one is here");
      }
      declare(analysis, symbol, *tree, module.name, nullptr);
    }
    for (const ast::UserBlock& user : module.tree.users) declare_user(analysis, symbol, user);
  }
  if (analysis.tasksets.empty()) {
    analysis.emitter.emit(DiagnosticCode::NoTasksets, std::nullopt)
        .help("write one: `taskset Name {{ task first {{ … }} }}`");
  }
}

}  // namespace nest::sema
