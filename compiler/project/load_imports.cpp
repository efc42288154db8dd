#include "compiler/project/load_imports.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <utility>

#include "compiler/project/import_path.h"
#include "compiler/project/load_source.h"
#include "compiler/syntax/parse.h"

namespace nest {
namespace {

/// The project's files by what they are, on its way from those that were found to all that are needed.
class Imports {
 public:
  Imports(std::vector<Module>& modules, SourceSet& sources, Emitter& emitter,
          std::vector<std::string>& broken, bool keep_partial)
      : modules_(&modules),
        sources_(&sources),
        emitter_(&emitter),
        broken_(&broken),
        keep_partial_(keep_partial) {}

  std::vector<ImportedFile> run() {
    for (std::uint32_t i = 0; i < sources_->size(); ++i) know(static_cast<FileId>(i));
    for (const Module& module : *modules_) names_.insert(module.name);
    // More come while these are looked at.
    for (std::size_t i = 0; i < modules_->size(); ++i) link(i);
    report_cycles();
    return std::move(imported_);
  }

 private:
  void know(FileId file) {
    struct stat status{};
    if (::stat(sources_->file(file).path().c_str(), &status) == 0)
      files_.try_emplace({status.st_dev, status.st_ino}, file);
  }

  void link(std::size_t at) {
    const std::size_t count = (*modules_)[at].tree.imports.size();
    for (std::size_t i = 0; i < count; ++i) {
      const std::optional<FileId> file = find(at, (*modules_)[at].tree.imports[i]);
      (*modules_)[at].imports.push_back(file);
    }
  }

  std::optional<FileId> find(std::size_t importer, const ast::Import& named) {
    const Module& module = (*modules_)[importer];
    const auto found = find_import(sources_->file(module.file).path(), named.path);
    if (!found) {
      auto report =
          emitter_->emit(DiagnosticCode::ImportPath, named.path_span, named.path, found.error().why);
      if (!found.error().help.empty()) report.help("{}", found.error().help);
      return std::nullopt;
    }
    imported_.push_back(*found);
    const auto known = files_.find(found->identity);
    return known != files_.end() ? known->second : read(*found, module);
  }

  std::optional<FileId> read(const ImportedFile& found, const Module& importer) {
    const std::optional<FileId> file = load_source(found.path, *sources_, *emitter_);
    if (!file) return std::nullopt;
    files_.emplace(found.identity, *file);
    const std::size_t errors = emitter_->errors();
    Module module{name_of(found.path, importer), *file, parse(*file, *sources_, ParseLimits{}, *emitter_)};
    module.is_library = true;
    module.is_partial = emitter_->errors() > errors;
    if (module.is_partial) broken_->push_back(found.path.string());
    if (!module.is_partial || keep_partial_) modules_->push_back(std::move(module));
    return file;
  }

  /// Below the folder that the importing module's name begins in, as if it had been found there; elsewhere
  /// its path.
  std::string name_of(const std::filesystem::path& path, const Module& importer) {
    const std::string around = sources_->file(importer.file).path();
    const std::string own = importer.name + ".nest";
    std::string name = std::filesystem::path(path).replace_extension().generic_string();
    if (around.ends_with(own)) {
      const std::string root = around.substr(0, around.size() - own.size());
      if (name.starts_with(root)) name = name.substr(root.size());
    }
    const std::string first = name;
    for (int number = 2; !names_.insert(name).second; ++number) name = first + "~" + std::to_string(number);
    return name;
  }

  // Along the imports, without recursion: how long their chains are is up to the sources.
  void report_cycles() {
    for (std::size_t i = 0; i < modules_->size(); ++i) by_file_[(*modules_)[i].file] = i;
    is_done_.resize(modules_->size());
    for (std::size_t i = 0; i < modules_->size(); ++i) {
      if (!is_done_[i]) way_.push_back({i});
      while (!way_.empty()) step();
    }
  }

  struct Stop {
    std::size_t module;
    std::size_t next = 0;  // of its imports
  };

  void step() {
    Stop& last = way_.back();
    const Module& module = (*modules_)[last.module];
    if (last.next == module.imports.size()) {
      is_done_[last.module] = true;
      on_way_.erase(last.module);
      way_.pop_back();
      return;
    }
    on_way_.insert(last.module);
    const std::optional<FileId> file = module.imports[last.next++];
    const auto target = file ? by_file_.find(*file) : by_file_.end();
    if (target == by_file_.end() || is_done_[target->second]) return;
    if (on_way_.contains(target->second)) {
      report_cycle(std::ranges::find(way_, target->second, &Stop::module));
    } else {
      way_.push_back({target->second});
    }
  }

  void report_cycle(std::vector<Stop>::iterator first) {
    const auto import_of = [this](const Stop& stop) -> const ast::Import& {
      return (*modules_)[stop.module].tree.imports[stop.next - 1];
    };
    const auto path_of = [this](const Stop& stop) {
      return sources_->file((*modules_)[stop.module].file).path();
    };
    auto report =
        emitter_->emit(DiagnosticCode::ImportCycle, import_of(way_.back()).path_span, path_of(*first));
    for (auto stop = first; std::next(stop) != way_.end(); ++stop)
      report.note(import_of(*stop).path_span, "`{}` imports `{}` here", path_of(*stop),
                  path_of(*std::next(stop)));
    report.help("put what both need into a file that both import");
    (*modules_)[way_.back().module].imports[way_.back().next - 1].reset();
  }

  std::vector<Module>* modules_;
  SourceSet* sources_;
  Emitter* emitter_;
  std::map<FileIdentity, FileId> files_;
  std::set<std::string> names_;
  std::vector<std::string>* broken_;
  bool keep_partial_;
  std::vector<ImportedFile> imported_;
  std::map<FileId, std::size_t> by_file_;
  std::vector<bool> is_done_;
  std::vector<Stop> way_;
  std::set<std::size_t> on_way_;
};

}  // namespace

std::vector<ImportedFile> load_imports(std::vector<Module>& modules, SourceSet& sources, Emitter& emitter,
                                       std::vector<std::string>& broken, bool keep_partial) {
  return Imports(modules, sources, emitter, broken, keep_partial).run();
}

void drop_importers_of_broken(std::vector<Module>& modules, const SourceSet& sources,
                              std::vector<std::string>& broken) {
  std::set<FileId> whole;
  for (const Module& module : modules) whole.insert(module.file);
  const auto needs_broken = [&whole](const Module& module) {
    return std::ranges::any_of(module.imports,
                               [&](const auto& file) { return !file || !whole.contains(*file); });
  };
  for (auto faulty = std::ranges::find_if(modules, needs_broken); faulty != modules.end();
       faulty = std::ranges::find_if(modules, needs_broken)) {
    broken.push_back(sources.file(faulty->file).path());
    whole.erase(faulty->file);
    modules.erase(faulty);
  }
}

}  // namespace nest
