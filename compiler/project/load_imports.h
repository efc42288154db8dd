#pragma once

#include <string>
#include <vector>

#include "compiler/diagnostics/emitter.h"
#include "compiler/project/import_path.h"
#include "compiler/project/module.h"
#include "compiler/source/source_set.h"

namespace nest {

/// Finds the file of every `import`, and reads those that are no part of the project yet: they become modules
/// behind the others, and so do the files that they import. What is wrong with an import (its path, what lies
/// there, a cycle) is reported where it is written, and leads nowhere (Module::imports). The path of a file
/// that is no module because of its mistakes is added to `broken`; with `keep_partial` it is a partial one
/// all the same. Gives back what the imports lead to, one for each of them.
std::vector<ImportedFile> load_imports(std::vector<Module>& modules, SourceSet& sources, Emitter& emitter,
                                       std::vector<std::string>& broken, bool keep_partial = false);

/// Takes out the modules that import what is no module, and those that import them; their paths are added to
/// `broken`.
void drop_importers_of_broken(std::vector<Module>& modules, const SourceSet& sources,
                              std::vector<std::string>& broken);

}  // namespace nest
