#include "compiler/driver/compilation.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "compiler/codegen/optimize.h"
#include "compiler/diagnostics/collecting_sink.h"
#include "compiler/lower/lower.h"
#include "compiler/project/load_imports.h"

namespace nest {

namespace {

std::vector<bool> chosen_tasksets(const hir::Program& program, const Selection& selection) {
  std::vector<bool> chosen;
  for (const hir::Taskset& taskset : program.tasksets) {
    // Parents come before their children.
    chosen.push_back(taskset.parent ? chosen[hir::index(*taskset.parent)]
                                    : selection.chooses(taskset.full_name));
  }
  return chosen;
}

/// The files that the errors among the findings are in; nothing when one of them is no file's fault.
std::optional<std::set<FileId>> files_at_fault(const std::vector<Diagnostic>& findings) {
  std::set<FileId> files;
  for (const Diagnostic& finding : findings) {
    if (finding.severity != Severity::Error) continue;
    // Its place is the first taskset's; its fault is that of all.
    if (!finding.span || finding.code == DiagnosticCode::NoTasksetToPick) return std::nullopt;
    files.insert(finding.span->file);
  }
  return files;
}

/// Checks what is left of the project until nothing in it is wrong. A finding of a file that drops out is
/// reported as it drops out; those of the rest, when the rest is known.
std::optional<hir::Program> check_without_broken(Project& project, const SourceSet& sources,
                                                 const AnalysisOptions& options, Emitter& emitter) {
  while (!project.modules.empty()) {
    drop_importers_of_broken(project.modules, sources, project.broken);
    if (project.modules.empty()) break;
    CollectingSink findings;
    Emitter attempt(findings, emitter.warnings_as_errors());
    auto program = check(project.modules, sources, attempt, options.services, options.hosts);
    const auto faulty = files_at_fault(findings.diagnostics);
    const bool is_over = program || !faulty || faulty->empty();
    for (Diagnostic& finding : findings.diagnostics) {
      if (is_over || (finding.span && faulty->contains(finding.span->file)))
        emitter.forward(std::move(finding));
    }
    if (is_over) return program;
    for (const FileId file : *faulty) project.broken.push_back(sources.file(file).path());
    std::erase_if(project.modules, [&](const Module& module) { return faulty->contains(module.file); });
  }
  return std::nullopt;
}

}  // namespace

std::optional<Analysed> analyse(const AnalysisOptions& options, SourceSet& sources, Emitter& emitter) {
  ProjectOptions files = options.project;
  files.keep_partial = !options.skip_broken;
  Project project = load_project(files, sources, emitter);
  // That there is nothing to run is no news then.
  if (project.modules.empty() && emitter.errors() > 0) return std::nullopt;
  if (options.skip_broken && project.is_incomplete) return std::nullopt;
  auto program = options.skip_broken
                     ? check_without_broken(project, sources, options, emitter)
                     : check(project.modules, sources, emitter, options.services, options.hosts);
  if (!program) return std::nullopt;
  std::vector<bool> chosen = chosen_tasksets(*program, options.project.selection);
  std::ranges::sort(project.broken);
  return Analysed{std::move(*program), std::move(chosen), std::move(project.broken),
                  std::move(project.imported)};
}

LlvmModule lower_program(const hir::Program& program, const SourceSet& sources, const Host& host) {
  return lower(program, sources, host);
}

std::expected<LlvmModule, std::string> optimize_module(LlvmModule module, const Host& host) {
  if (auto done = optimize(module, host); !done) return std::unexpected(std::move(done.error()));
  return module;
}

}  // namespace nest
