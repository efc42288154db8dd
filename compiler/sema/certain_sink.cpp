#include "compiler/sema/certain_sink.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "compiler/sema/finding_basis.h"
#include "compiler/sema/unread.h"

namespace nest::sema {
namespace {

bool holds(Span outer, Span inner) { return inner.begin >= outer.begin && inner.end() <= outer.end(); }

/// Whether all that is declared around `place` in these tasksets, or in these `user` blocks, could be read.
bool members_are_known(const std::vector<ast::UserBlock>& users, Span place) {
  return std::ranges::all_of(
      users, [&](const ast::UserBlock& each) { return each.gaps.empty() || !holds(each.span, place); });
}
bool members_are_known(const std::vector<std::unique_ptr<ast::Taskset>>& tasksets, Span place) {
  // The last one that begins in front of it, as they are in the order of the file.
  const auto behind =
      std::ranges::upper_bound(tasksets, place.begin, {}, [](const auto& each) { return each->span.begin; });
  if (behind == tasksets.begin()) return true;
  const ast::Taskset& around = **std::prev(behind);
  return !holds(around.span, place) || (around.gaps.empty() && members_are_known(around.nested, place));
}

}  // namespace

CertainSink::CertainSink(std::span<const Module> modules, const SourceSet& sources, DiagnosticSink& to)
    : sources_(&sources), to_(&to) {
  const ast::UserBlock* user = nullptr;
  bool may_be_in_gap = false;
  for (const Module& module : modules) {
    File& file = files_[module.file];
    file.tree = &module.tree;
    file.is_partial = module.is_partial;
    for (const Span body : module.tree.unread_bodies) add_words(sources.text(body), file.unread_words);
    has_partial_ = has_partial_ || module.is_partial;
    may_be_in_gap = may_be_in_gap || !module.tree.gaps.empty();
    if (user == nullptr && !module.tree.users.empty()) user = &module.tree.users.front();
  }
  user_is_known_ = user == nullptr ? !may_be_in_gap : user->gaps.empty();
  if (has_partial_) find_importers(modules);
}

void CertainSink::find_importers(std::span<const Module> modules) {
  const auto is_partial = [this](const std::optional<FileId>& file) {
    const auto found = file ? files_.find(*file) : files_.end();
    return found != files_.end() && (found->second.is_partial || found->second.imports_partial);
  };
  for (bool has_changed = true; has_changed;) {
    has_changed = false;
    for (const Module& module : modules) {
      File& file = files_[module.file];
      if (file.imports_partial || std::ranges::none_of(module.imports, is_partial)) continue;
      file.imports_partial = has_changed = true;
    }
  }
}

void CertainSink::report(Diagnostic diagnostic) {
  if (is_certain(diagnostic)) to_->report(std::move(diagnostic));
}

bool CertainSink::is_certain(const Diagnostic& finding) const {
  if (!has_partial_) return true;
  switch (basis(finding.code)) {
    case Basis::Project:
      return false;
    case Basis::UserNames:
      return user_is_known_;
    default:
      break;
  }
  const auto file = finding.span ? files_.find(finding.span->file) : files_.end();
  return file == files_.end() || is_certain_in(file->second, finding);
}

bool CertainSink::is_certain_in(const File& file, const Diagnostic& finding) const {
  switch (basis(finding.code)) {
    case Basis::Place:
      return true;
    case Basis::Body:
      return std::ranges::none_of(file.tree->unread_bodies,
                                  [&](Span body) { return body.end() == finding.span->end(); });
    case Basis::Names:
      return !file.is_partial || names_are_known(file, *finding.span);
    case Basis::Own:
      return !file.is_partial;
    default:
      return !file.is_partial && !file.imports_partial;
  }
}

/// Where braces are wrong, a declaration may stand in what was taken for a body.
bool CertainSink::names_are_known(const File& file, Span name) const {
  return file.tree->gaps.empty() && members_are_known(file.tree->tasksets, name) &&
         members_are_known(file.tree->users, name) && !file.unread_words.contains(sources_->text(name));
}

}  // namespace nest::sema
