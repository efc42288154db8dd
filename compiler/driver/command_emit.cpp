#include <CLI/CLI.hpp>

#include <cstdio>
#include <expected>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/ast/printer.h"
#include "compiler/codegen/emit.h"
#include "compiler/diagnostics/emitter.h"
#include "compiler/diagnostics/sorted_sink.h"
#include "compiler/driver/commands.h"
#include "compiler/driver/compilation.h"
#include "compiler/driver/findings.h"
#include "compiler/driver/options.h"
#include "compiler/driver/project_services.h"
#include "compiler/hir/printer.h"
#include "compiler/project/project.h"
#include "compiler/shell/remark.h"
#include "compiler/source/source_set.h"

namespace nest {
namespace {

enum class Stage : std::uint8_t { Ast, Hir, Ir, Asm };

struct EmitOptions {
  SourceOptions source;
  Stage stage{};
  bool optimized = false;
};

/// What one stage shows; nothing when the sources are wrong, an error for a fault of the compiler.
using Emitted = std::expected<std::optional<std::string>, std::string>;

Emitted emit_ast(const EmitOptions& options, SourceSet& sources, Emitter& emitter) {
  std::string text;
  const Project project = load_project({options.source.paths, {}}, sources, emitter);
  for (const Module& module : project.modules) text += ast::print(module.tree);
  if (emitter.errors() > 0) return std::nullopt;
  return text;
}

Emitted emit_code(const EmitOptions& options, const hir::Program& program, const SourceSet& sources) {
  const auto host = Host::detect();
  if (!host) return std::unexpected(host.error());
  LlvmModule module = lower_program(program, sources, *host);
  if (options.stage == Stage::Ir && !options.optimized) return ir_text(module);
  auto optimized = optimize_module(std::move(module), *host);
  if (!optimized) return std::unexpected(optimized.error());
  if (options.stage == Stage::Ir) return ir_text(*optimized);
  return asm_text(std::move(*optimized), *host);
}

Emitted emit_stage(const EmitOptions& options, SourceSet& sources, Emitter& emitter) {
  if (options.stage == Stage::Ast) return emit_ast(options, sources, emitter);
  std::vector<std::string> services = project_services(options.source.paths, sources, emitter);
  const auto analysed = analyse({{options.source.paths, {}}, false, std::move(services)}, sources, emitter);
  if (!analysed) return std::nullopt;
  if (options.stage == Stage::Hir) return hir::print(analysed->program);
  return emit_code(options, analysed->program, sources);
}

int emit(const EmitOptions& options) {
  SourceSet sources;
  SortedSink findings;
  Emitter emitter(findings, options.source.warnings_as_errors);
  const Emitted emitted = emit_stage(options, sources, emitter);
  // What was asked for stands alone on the standard output.
  if (!findings.sorted().empty() && !write_findings(findings, sources, options.source, stderr))
    return kErrors;
  if (!emitted) {
    remark("nestc: internal fault: {}\n", emitted.error());
    return kErrors;
  }
  if (!*emitted) return kErrors;
  return write_text(**emitted, stdout) ? kClean : kErrors;
}

}  // namespace

void add_emit_command(CLI::App& nestc, int& status) {
  static const std::map<std::string, Stage> stages = {
      {"ast", Stage::Ast}, {"hir", Stage::Hir}, {"ir", Stage::Ir}, {"asm", Stage::Asm}};
  CLI::App* command =
      nestc.add_subcommand("emit", "Prints what a stage of the compiler makes of the sources");
  const auto options = std::make_shared<EmitOptions>();
  command
      ->add_option("STAGE", options->stage,
                   "ast: what was written; hir: what it means; ir: LLVM IR; asm: this machine's code")
      ->required()
      ->transform(CLI::Transformer(stages))
      ->type_name("ast|hir|ir|asm");
  command->add_flag("--optimized", options->optimized, "ir: after optimisation, with the coroutines split");
  add_source_options(*command, options->source);
  command->callback([options, &status] { status = emit(*options); });
}

}  // namespace nest
