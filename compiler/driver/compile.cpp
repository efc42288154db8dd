#include "compiler/compile.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "compiler/codegen/jit.h"
#include "compiler/diagnostics/emitter.h"
#include "compiler/driver/code_cache.h"
#include "compiler/driver/compilation.h"
#include "compiler/lower/lower.h"
#include "compiler/target/host.h"

namespace nest {

struct CompiledProgram::Impl {
  Jit jit;
  const nest_program* image;  // in the Jit's memory
  std::vector<bool> chosen;
  std::vector<std::string> left_out;
  bool needs_host = true;
  bool from_cache = false;
};

CompiledProgram::CompiledProgram(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
CompiledProgram::CompiledProgram(CompiledProgram&&) noexcept = default;
CompiledProgram& CompiledProgram::operator=(CompiledProgram&&) noexcept = default;
CompiledProgram::~CompiledProgram() = default;

const nest_program& CompiledProgram::image() const { return *impl_->image; }
const std::vector<bool>& CompiledProgram::chosen() const { return impl_->chosen; }
bool CompiledProgram::needs_host() const { return impl_->needs_host; }
const std::vector<std::string>& CompiledProgram::left_out() const { return impl_->left_out; }
bool CompiledProgram::from_cache() const { return impl_->from_cache; }

namespace {

using Linked = std::expected<CompiledProgram::Impl, std::string>;

Linked with_image(std::expected<Jit, std::string> jit, bool from_cache) {
  if (!jit) return std::unexpected(std::move(jit.error()));
  const auto image = jit->lookup(kProgramSymbol);
  if (!image) return std::unexpected(image.error());
  return CompiledProgram::Impl{std::move(*jit), static_cast<const nest_program*>(*image), {}, {}, true,
                               from_cache};
}

/// Checked program -> code in this process, step by step; or from an earlier start at once.
Linked generate(const hir::Program& program, const SourceSet& sources, const CompileOptions& options) {
  std::vector<JitSymbol> callable;
  callable.reserve(options.symbols.size());
  for (const AbiSymbol& symbol : options.symbols) callable.push_back({symbol.name, symbol.address});
  const CodeCache cache(options.cache_folder, program, sources);
  if (const auto object = cache.find()) {
    if (Linked linked = with_image(Jit::link(*object, callable), true)) return linked;
  }
  auto host = Host::detect();
  if (!host) return std::unexpected(std::move(host.error()));
  auto module = optimize_module(lower_program(program, sources, *host), *host);
  if (!module) return std::unexpected(std::move(module.error()));
  const auto keep = [cache](std::string_view object) { cache.store(object); };
  return with_image(Jit::compile(std::move(*module), callable, keep), false);
}

/// Begins with `/`, or with a hole of which that is not known. A run value that a URL begins with is an
/// address.
bool may_be_relative(const hir::Request& request) {
  if (request.url.parts.empty()) return true;
  const hir::TemplatePart& first = request.url.parts.front();
  if (const auto* text = std::get_if<std::string>(&first))
    return !text->starts_with("http://") && !text->starts_with("https://");
  const hir::ExpressionPtr& value = std::get<hir::Hole>(first).value;
  return !std::holds_alternative<hir::GlobalReference>(value->node);
}

}  // namespace

std::expected<CompiledProgram, CompileFailure> compile(const CompileOptions& options, SourceSet& sources,
                                                       DiagnosticSink& sink) {
  Emitter emitter(sink, options.warnings_as_errors);
  auto analysed = analyse({{options.paths, {options.only, options.except}},
                           options.skip_broken,
                           options.services,
                           {options.host, options.allowed_hosts}},
                          sources, emitter);
  if (!analysed) return std::unexpected(CompileFailure{emitter.errors(), {}});
  auto compiled = generate(analysed->program, sources, options);
  if (!compiled) return std::unexpected(CompileFailure{0, std::move(compiled.error())});
  compiled->chosen = std::move(analysed->chosen);
  compiled->left_out = std::move(analysed->left_out);
  compiled->needs_host = std::ranges::any_of(analysed->program.requests, may_be_relative);
  return CompiledProgram(std::make_unique<CompiledProgram::Impl>(std::move(*compiled)));
}

}  // namespace nest
