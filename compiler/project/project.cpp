#include "compiler/project/project.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "compiler/diagnostics/collecting_sink.h"
#include "compiler/project/discover.h"
#include "compiler/project/in_parallel.h"
#include "compiler/project/load_imports.h"
#include "compiler/project/load_source.h"
#include "compiler/syntax/parse.h"

namespace nest {
namespace {

/// A thread more is worth its start, and the tables it has to warm up, for so many files.
constexpr std::size_t kFilesForAThread = 8;

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

/// A file on its way to be a module.
struct ReadFile {
  DiscoveredFile found;
  std::optional<FileId> id;  ///< none: it could not be read, which has been reported
};

/// What there is in a file. Its findings are kept apart: whether it takes part is known when it has been
/// parsed.
struct ParsedFile {
  ast::File tree;
  CollectingSink findings;
  std::size_t errors = 0;
};

/// Parses `files`, on all cores when they are many. By their order, and as one after another would be.
std::vector<ParsedFile> parse_all(std::span<const ReadFile> files, const SourceSet& sources,
                                  bool warnings_as_errors) {
  std::vector<ParsedFile> parsed(files.size());
  in_parallel(files.size(), kFilesForAThread, [&](std::size_t i) {
    if (!files[i].id) return;
    Emitter emitter(parsed[i].findings, warnings_as_errors);
    parsed[i].tree = parse(*files[i].id, sources, ParseLimits{}, emitter);
    parsed[i].errors = emitter.errors();
  });
  return parsed;
}

/// Takes in the files of a project, in their order.
class Loading {
 public:
  Loading(const ProjectOptions& options, SourceSet& sources, Emitter& emitter)
      : selection_(&options.selection),
        keep_partial_(options.keep_partial),
        sources_(&sources),
        emitter_(&emitter) {}

  void add_all(std::vector<DiscoveredFile> files) {
    // With a selection, the set of sources has to be rid of a file before the next one comes in.
    const std::size_t at_once = selection_->empty() ? files.size() : 1;
    std::vector<ReadFile> batch;
    for (DiscoveredFile& file : files) {
      const std::optional<FileId> id = load_source(file.path, *sources_, *emitter_);
      batch.push_back({std::move(file), id});
      if (batch.size() == at_once) add_batch(batch);
    }
    add_batch(batch);
  }

  Project finish(std::size_t errors_before) {
    project_.is_incomplete = errors_before > 0;
    project_.imported = load_imports(project_.modules, *sources_, *emitter_, project_.broken, keep_partial_);
    // Of a file that could not be read it is not known which names it has.
    if (selection_->empty() || !names_are_known_ || errors_before > 0) return std::move(project_);
    const std::size_t errors = emitter_->errors();
    check_selection(*selection_, names_.top, names_.nested, *emitter_);
    project_.is_incomplete = emitter_->errors() > errors;
    return std::move(project_);
  }

 private:
  /// Empties it.
  void add_batch(std::vector<ReadFile>& batch) {
    std::vector<ParsedFile> parsed = parse_all(batch, *sources_, emitter_->warnings_as_errors());
    for (std::size_t i = 0; i < batch.size(); ++i) add(std::move(batch[i]), std::move(parsed[i]));
    batch.clear();
  }

  void add(ReadFile file, ParsedFile parsed) {
    if (!file.id) {
      project_.broken.push_back(file.found.path.string());
      names_are_known_ = false;
      return;
    }
    Module module{std::move(file.found.module_name), *file.id, std::move(parsed.tree)};
    for (const auto& taskset : module.tree.tasksets) names_.add(module.name, *taskset, true);
    const auto tasksets = tasksets_of(module, sources_->file(*file.id).text(), parsed.errors > 0);
    names_are_known_ = names_are_known_ && parsed.errors == 0;
    if (!takes_part(*selection_, module, tasksets)) {
      sources_->forget_last();
      return;
    }
    for (Diagnostic& finding : parsed.findings.diagnostics) emitter_->forward(std::move(finding));
    module.is_partial = parsed.errors > 0;
    if (module.is_partial) project_.broken.push_back(file.found.path.string());
    if (!module.is_partial || keep_partial_) project_.modules.push_back(std::move(module));
  }

  const Selection* selection_;
  bool keep_partial_;
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
  Loading loading(options, sources, emitter);
  loading.add_all(std::move(files));
  return loading.finish(errors_of_discovery);
}

}  // namespace nest
