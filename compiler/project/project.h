#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "compiler/diagnostics/emitter.h"
#include "compiler/project/import_path.h"
#include "compiler/project/module.h"
#include "compiler/project/selection.h"
#include "compiler/source/source_set.h"

namespace nest {

/// Which files, and which of the tasksets in them.
struct ProjectOptions {
  std::vector<std::filesystem::path> paths;
  Selection selection;
  /// A file with syntax errors is a module as well, a partial one: to look for other mistakes in it, not to
  /// make a program of it.
  bool keep_partial = false;
};

/// The files of a project, parsed.
struct Project {
  std::vector<Module> modules;         ///< those found by path, then those only imported; so in the SourceSet
  std::vector<std::string> broken;     ///< paths of files with errors, which are no modules, or partial ones
  std::vector<ImportedFile> imported;  ///< what each of the imports leads to
  /// Something was wrong that is no single file's fault: a path that leads nowhere, a selection that names
  /// nothing.
  bool is_incomplete = false;
};

/// Finds, reads and parses the files of a project (see discover(), load_source(), parse()). Everything found
/// wrong in any of the files is reported; a file with an error is no module, unless partial ones are kept.
///
/// What they import is read as well (load_imports()), wherever it lies.
///
/// With a selection, a file that declares tasksets, none of which takes part, is left out as if it were not
/// there, mistakes included; unless it holds the `user` block, `setup` or `teardown`, which are everybody's.
[[nodiscard]] Project load_project(const ProjectOptions& options, SourceSet& sources, Emitter& emitter);

}  // namespace nest
