#include "compiler/driver/compilation.h"

#include <utility>
#include <vector>

#include "compiler/codegen/optimize.h"
#include "compiler/lower/lower.h"
#include "compiler/project/project.h"
#include "compiler/sema/check.h"

namespace nest {

std::optional<hir::Program> analyse(std::span<const std::filesystem::path> paths, SourceSet& sources,
                                    Emitter& emitter) {
  const std::vector<Module> modules = load_project(paths, sources, emitter);
  // That there is nothing to run is no news then.
  if (modules.empty() && emitter.errors() > 0) return std::nullopt;
  return check(modules, sources, emitter);
}

LlvmModule lower_program(const hir::Program& program, const SourceSet& sources, const Host& host) {
  return lower(program, sources, host);
}

std::expected<LlvmModule, std::string> optimize_module(LlvmModule module, const Host& host) {
  if (auto done = optimize(module, host); !done) return std::unexpected(std::move(done.error()));
  return module;
}

std::expected<Jit, std::string> load(LlvmModule module, std::span<const JitSymbol> symbols) {
  return Jit::compile(std::move(module), symbols);
}

}  // namespace nest
