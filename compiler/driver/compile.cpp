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
#include "compiler/driver/start_cache.h"
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

std::vector<JitSymbol> callable(const CompileOptions& options) {
  std::vector<JitSymbol> symbols;
  symbols.reserve(options.symbols.size());
  for (const AbiSymbol& symbol : options.symbols) symbols.push_back({symbol.name, symbol.address});
  return symbols;
}

/// Checked program -> code in this process, step by step; or from an earlier start at once.
Linked generate(const hir::Program& program, const SourceSet& sources, const CompileOptions& options,
                const CodeCache& cache) {
  if (const auto object = cache.find()) {
    if (Linked linked = with_image(Jit::link(*object, callable(options)), true)) return linked;
  }
  auto host = Host::detect();
  if (!host) return std::unexpected(std::move(host.error()));
  auto module = optimize_module(lower_program(program, sources, *host), *host);
  if (!module) return std::unexpected(std::move(module.error()));
  const auto keep = [cache](std::string_view object) { cache.store(object); };
  return with_image(Jit::compile(std::move(*module), callable(options), keep), false);
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

/// Hands findings on, and knows whether there were any: those that the sources allow count.
class WatchedSink final : public DiagnosticSink {
 public:
  explicit WatchedSink(DiagnosticSink& to) : to_(&to) {}
  void report(Diagnostic diagnostic) override {
    has_reported_ = true;
    to_->report(std::move(diagnostic));
  }
  [[nodiscard]] bool has_reported() const { return has_reported_; }

 private:
  DiagnosticSink* to_;
  bool has_reported_ = false;
};

CompiledProgram owned(CompiledProgram::Impl impl) {
  return CompiledProgram(std::make_unique<CompiledProgram::Impl>(std::move(impl)));
}

/// What an earlier start has left of the same files.
std::optional<CompiledProgram> find_known(const StartCache& starts, const CompileOptions& options,
                                          SourceSet& sources) {
  auto known = starts.find();
  if (!known) return std::nullopt;
  Linked linked = with_image(Jit::link(known->object, callable(options)), true);
  if (!linked) return std::nullopt;
  linked->chosen = std::move(known->chosen);
  linked->needs_host = known->needs_host;
  sources = std::move(known->sources);
  return owned(std::move(*linked));
}

}  // namespace

std::expected<CompiledProgram, CompileFailure> compile(const CompileOptions& options, SourceSet& sources,
                                                       DiagnosticSink& sink) {
  const StartCache starts(options);
  if (auto known = find_known(starts, options, sources)) return std::move(*known);
  WatchedSink watched(sink);
  Emitter emitter(watched, options.warnings_as_errors);
  auto analysed = analyse({{options.paths, {options.only, options.except}},
                           options.skip_broken,
                           options.services,
                           {options.host, options.allowed_hosts}},
                          sources, emitter);
  if (!analysed) return std::unexpected(CompileFailure{emitter.errors(), {}});
  const CodeCache cache(options.cache_folder, analysed->program, sources);
  auto compiled = generate(analysed->program, sources, options, cache);
  if (!compiled) return std::unexpected(CompileFailure{0, std::move(compiled.error())});
  compiled->needs_host = std::ranges::any_of(analysed->program.requests, may_be_relative);
  if (!watched.has_reported()) starts.store(*analysed, sources, cache.key(), compiled->needs_host);
  compiled->chosen = std::move(analysed->chosen);
  compiled->left_out = std::move(analysed->left_out);
  return owned(std::move(*compiled));
}

}  // namespace nest
