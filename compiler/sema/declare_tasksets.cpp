#include "compiler/sema/declare_tasksets.h"

#include <algorithm>
#include <map>
#include <vector>

#include "compiler/diagnostics/suggestion.h"
#include "compiler/sema/find_variable.h"
#include "compiler/sema/unread.h"

namespace nest::sema {
namespace {

// One taskset that is included twice is two, and so are all that it includes itself: numbers grow fast.
constexpr std::size_t kMostTasksets = 10'000;
constexpr std::size_t kDeepest = 100;

const ast::Name& name_of(const ast::Taskset& tree, const ast::MemberReference& member) {
  switch (member.kind) {
    case ast::MemberKind::Task:
      return tree.tasks[member.index].name;
    case ast::MemberKind::Taskset:
      return tree.nested[member.index]->name;
    case ast::MemberKind::Include:
      break;
  }
  return tree.includes[member.index].name;
}

void report_member_twins(Analysis& analysis, const ast::Taskset& tree) {
  std::map<std::string_view, Span> seen;
  for (const ast::MemberReference& member : tree.members) {
    const ast::Name& name = name_of(tree, member);
    const auto [first, added] = seen.emplace(name.text, name.span);
    if (added) continue;
    analysis.emitter.emit(DiagnosticCode::DuplicateMember, name.span, tree.name.text, name.text)
        .note(first->second, "the other one is here");
  }
}

/// A taskset at the top of a file.
struct Found {
  const ModuleSymbol* module = nullptr;
  const ast::Taskset* tree = nullptr;
};

class Declaration {
 public:
  explicit Declaration(Analysis& analysis) : analysis_(&analysis) {}

  /// `scope`: what can be seen of the world outside it.
  hir::TasksetId declare(Found taskset, const std::string& around, TasksetSymbol* parent,
                         const Scope& scope) {
    const ast::Taskset& tree = *taskset.tree;
    const auto id = static_cast<hir::TasksetId>(analysis_->tasksets.size());
    TasksetSymbol& symbol = analysis_->tasksets.emplace_back();
    symbol.tree = &tree;
    symbol.id = id;
    symbol.parent = parent;
    symbol.module = taskset.module;
    symbol.state = Scope(&scope);
    declare_unread(*analysis_, symbol.state, tree.gaps, tree.state);

    hir::Taskset& made = analysis_->program.tasksets.emplace_back();
    made.name = tree.name.text;
    made.full_name = around + "." + tree.name.text;
    made.doc = tree.doc;
    made.span = tree.span;
    if (parent != nullptr) made.parent = parent->id;

    report_member_twins(*analysis_, tree);
    const std::string full_name = made.full_name;  // the table grows below
    for (const auto& nested : tree.nested)
      symbol.nested.push_back(declare({taskset.module, nested.get()}, full_name, &symbol, symbol.state));
    for (const ast::Include& each : tree.includes)
      symbol.included.push_back(include(each, full_name, symbol));
    return id;
  }

 private:
  /// It sees its own file, not what it is included in.
  std::optional<hir::TasksetId> include(const ast::Include& include, const std::string& around,
                                        TasksetSymbol& into) {
    const Found found = find(include, *into.module);
    if (found.tree == nullptr || is_around(include, found, into) || is_too_much(include, into))
      return std::nullopt;
    return declare(found, around, &into, found.module->scope);
  }

  Found find(const ast::Include& include, const ModuleSymbol& from) {
    const ModuleSymbol* module = &from;
    if (include.module) {
      Variable* named = from.scope.find_own(include.module->text);
      const auto* imported = named == nullptr ? nullptr : std::get_if<const ModuleSymbol*>(&named->place);
      if (imported == nullptr) {
        report_unknown_module(*include.module, from);
        return {};
      }
      named->is_read = true;
      module = *imported;
    }
    if (module == nullptr) return {};  // a wrong import, which was reported
    const auto& tasksets = module->module->tree.tasksets;
    const auto found = std::ranges::find_if(
        tasksets, [&](const auto& each) { return each->name.text == include.name.text; });
    if (found != tasksets.end()) return {module, found->get()};
    report_unknown_taskset(include, *module);
    return {};
  }

  void report_unknown_module(const ast::Name& name, const ModuleSymbol& from) {
    std::vector<std::string_view> names;
    for (const Variable* each : from.scope.own()) {
      if (std::holds_alternative<const ModuleSymbol*>(each->place)) names.push_back(each->name);
    }
    auto report = analysis_->emitter.emit(DiagnosticCode::UnknownModule, name.span, name.text);
    if (const auto near = nearest_name(name.text, names)) {
      report.help("did you mean `{}`?", *near);
    } else {
      report.help("import it: `import \"….nest\" as {}`", name.text);
    }
  }

  void report_unknown_taskset(const ast::Include& include, const ModuleSymbol& module) {
    std::vector<std::string_view> names;
    for (const auto& each : module.module->tree.tasksets) names.push_back(each->name.text);
    auto report = analysis_->emitter.emit(DiagnosticCode::UnknownTaskset, include.name.span,
                                          module.module->name, include.name.text);
    if (const auto near = nearest_name(include.name.text, names)) report.help("did you mean `{}`?", *near);
  }

  bool is_around(const ast::Include& include, const Found& found, const TasksetSymbol& into) {
    std::vector<const TasksetSymbol*> way;  // from the inside
    for (const TasksetSymbol* around = &into; around != nullptr; around = around->parent) {
      way.push_back(around);
      if (around->tree != found.tree) continue;
      auto report =
          analysis_->emitter.emit(DiagnosticCode::IncludeCycle, include.span, found.tree->name.text);
      for (std::size_t i = way.size(); i-- > 1;) {
        report.note(way[i - 1]->tree->name.span, "`{}` holds `{}`", way[i]->tree->name.text,
                    way[i - 1]->tree->name.text);
      }
      return true;
    }
    return false;
  }

  bool is_too_much(const ast::Include& include, const TasksetSymbol& into) {
    std::size_t depth = 0;
    for (const TasksetSymbol* around = &into; around != nullptr; around = around->parent) ++depth;
    if (depth < kDeepest && analysis_->tasksets.size() < kMostTasksets) return false;
    if (!said_too_much_) {
      analysis_->emitter.emit(DiagnosticCode::TooManyIncludes, include.span, kMostTasksets, kDeepest)
          .help("each `include` is a copy of its own, with all that it includes");
    }
    said_too_much_ = true;
    return true;
  }

  Analysis* analysis_;
  bool said_too_much_ = false;
};

void declare_user(Analysis& analysis, const ModuleSymbol& module, const ast::UserBlock& user) {
  if (analysis.user == nullptr) {
    analysis.user = &user;
    analysis.user_module = &module;
    analysis.user_state = Scope(&module.scope);
    declare_unread(analysis, analysis.user_state, user.gaps, user.state);
    return;
  }
  analysis.emitter.emit(DiagnosticCode::DuplicateUserBlock, user.span)
      .note(analysis.user->span, "the other one is here")
      .help("put both together in one");
}

void declare_module(Analysis& analysis, Declaration& declaration, const ModuleSymbol& symbol) {
  const Module& module = *symbol.module;
  std::map<std::string_view, Span> seen;
  for (const auto& tree : module.tree.tasksets) {
    const auto [first, added] = seen.emplace(tree->name.text, tree->name.span);
    if (!added) {
      analysis.emitter.emit(DiagnosticCode::DuplicateTaskset, tree->name.span, tree->name.text)
          .note(first->second, "the other one is here");
    }
    if (!module.is_library) declaration.declare({&symbol, tree.get()}, module.name, nullptr, symbol.scope);
  }
  for (const ast::UserBlock& user : module.tree.users) declare_user(analysis, symbol, user);
}

}  // namespace

void declare_tasksets(Analysis& analysis) {
  Declaration declaration(analysis);
  for (const ModuleSymbol& symbol : analysis.modules) declare_module(analysis, declaration, symbol);
}

}  // namespace nest::sema
