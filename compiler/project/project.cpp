#include "compiler/project/project.h"

#include <cstddef>
#include <optional>
#include <utility>

#include "compiler/project/discover.h"
#include "compiler/project/load_source.h"
#include "compiler/syntax/parse.h"

namespace nest {

std::vector<Module> load_project(std::span<const std::filesystem::path> paths, SourceSet& sources,
                                 Emitter& emitter) {
  std::vector<Module> modules;
  for (DiscoveredFile& file : discover(paths, emitter)) {
    const std::optional<FileId> id = load_source(file.path, sources, emitter);
    if (!id) continue;
    const std::size_t errors_before = emitter.errors();
    ast::File tree = parse(*id, sources, ParseLimits{}, emitter);
    if (emitter.errors() > errors_before) continue;
    modules.push_back({std::move(file.module_name), *id, std::move(tree)});
  }
  return modules;
}

}  // namespace nest
