#include "compiler/project/project.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "compiler/diagnostics/collecting_sink.h"
#include "compiler/project/discover.h"
#include "compiler/project/load_imports.h"
#include "compiler/project/load_source.h"
#include "compiler/syntax/parse.h"

namespace nest {
namespace {

/// The full names of the tasksets that were seen, of files with mistakes as far as they could be read too.
struct TasksetNames {
  std::vector<std::string> top;
  std::vector<std::string> nested;

  void add(const std::string& around, const ast::Taskset& taskset, bool is_top) {
    const std::string name = around + "." + taskset.name.text;
    (is_top ? top : nested).push_back(name);
    for (const auto& inner : taskset.nested) add(name, *inner, false);
  }
};

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// What follows the word `taskset` anywhere in a text that has mistakes: the parser gives no tree for what it
/// could not make sense of.
std::vector<std::string> tasksets_written(std::string_view text) {
  constexpr std::string_view kTaskset = "taskset";
  std::vector<std::string> names;
  for (std::size_t at = text.find(kTaskset); at != std::string_view::npos; at = text.find(kTaskset, at)) {
    const bool is_start = at == 0 || !is_word(text[at - 1]);
    at += kTaskset.size();
    const std::size_t name = text.find_first_not_of(" \t\r\n", at);
    if (!is_start || name == at || name == std::string_view::npos) continue;
    const auto end = std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(name), text.end(), is_word);
    if (end != text.begin() + static_cast<std::ptrdiff_t>(name)) {
      names.emplace_back(text.begin() + static_cast<std::ptrdiff_t>(name), end);
    }
  }
  return names;
}

/// The short names of the tasksets at the top of a file; of one with mistakes, of any that may be.
std::vector<std::string> tasksets_of(const Module& module, std::string_view text, bool has_mistakes) {
  if (has_mistakes) return tasksets_written(text);
  std::vector<std::string> names;
  for (const auto& taskset : module.tree.tasksets) names.push_back(taskset->name.text);
  return names;
}

bool is_everybodys(const ast::File& file) {
  return !file.users.empty() || !file.setups.empty() || !file.teardowns.empty();
}

bool takes_part(const Selection& selection, const Module& module, const std::vector<std::string>& tasksets) {
  if (selection.empty() || tasksets.empty() || is_everybodys(module.tree)) return true;
  return std::ranges::any_of(
      tasksets, [&](const std::string& name) { return selection.chooses(module.name + "." + name); });
}

/// Reads the files of a project one after another.
class Loading {
 public:
  Loading(const Selection& selection, SourceSet& sources, Emitter& emitter)
      : selection_(&selection), sources_(&sources), emitter_(&emitter) {}

  void add(DiscoveredFile file) {
    const std::optional<FileId> id = load_source(file.path, *sources_, *emitter_);
    if (!id) {
      project_.broken.push_back(file.path.string());
      names_are_known_ = false;
      return;
    }
    // Kept apart: whether a file takes part, its findings included, is known when it has been parsed.
    CollectingSink findings;
    Emitter emitter(findings, emitter_->warnings_as_errors());
    Module module{std::move(file.module_name), *id, parse(*id, *sources_, ParseLimits{}, emitter)};
    for (const auto& taskset : module.tree.tasksets) names_.add(module.name, *taskset, true);
    const auto tasksets = tasksets_of(module, sources_->file(*id).text(), emitter.errors() > 0);
    names_are_known_ = names_are_known_ && emitter.errors() == 0;
    if (!takes_part(*selection_, module, tasksets)) {
      sources_->forget_last();
      return;
    }
    for (Diagnostic& finding : findings.diagnostics) emitter_->forward(std::move(finding));
    if (emitter.errors() > 0) {
      project_.broken.push_back(file.path.string());
    } else {
      project_.modules.push_back(std::move(module));
    }
  }

  Project finish(std::size_t errors_before) {
    project_.is_incomplete = errors_before > 0;
    load_imports(project_.modules, *sources_, *emitter_, project_.broken);
    // Of a file that could not be read it is not known which names it has.
    if (selection_->empty() || !names_are_known_ || errors_before > 0) return std::move(project_);
    const std::size_t errors = emitter_->errors();
    check_selection(*selection_, names_.top, names_.nested, *emitter_);
    project_.is_incomplete = emitter_->errors() > errors;
    return std::move(project_);
  }

 private:
  const Selection* selection_;
  SourceSet* sources_;
  Emitter* emitter_;
  Project project_;
  TasksetNames names_;
  bool names_are_known_ = true;
};

}  // namespace

Project load_project(const ProjectOptions& options, SourceSet& sources, Emitter& emitter) {
  const std::size_t errors_before = emitter.errors();
  std::vector<DiscoveredFile> files = discover(options.paths, emitter);
  const std::size_t errors_of_discovery = emitter.errors() - errors_before;
  Loading loading(options.selection, sources, emitter);
  for (DiscoveredFile& file : files) loading.add(std::move(file));
  return loading.finish(errors_of_discovery);
}

}  // namespace nest
