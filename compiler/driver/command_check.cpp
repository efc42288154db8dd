#include <CLI/CLI.hpp>

#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "compiler/config/read_config.h"
#include "compiler/diagnostics/emitter.h"
#include "compiler/diagnostics/sorted_sink.h"
#include "compiler/driver/commands.h"
#include "compiler/driver/compilation.h"
#include "compiler/driver/findings.h"
#include "compiler/driver/options.h"
#include "compiler/driver/project_services.h"
#include "compiler/source/source_set.h"

namespace nest {
namespace {

struct CheckCommand {
  SourceOptions source;
  Selection selection;
  std::vector<std::string> allowed_hosts;
};

int check_sources(const CheckCommand& command) {
  const SourceOptions& options = command.source;
  SourceSet sources;
  SortedSink findings;
  Emitter emitter(findings, options.warnings_as_errors);
  ProjectSettings settings = project_settings(options.paths, sources, emitter);
  if (!command.allowed_hosts.empty()) settings.hosts.allowed = command.allowed_hosts;
  const auto analysed = analyse(
      {{options.paths, command.selection}, false, std::move(settings.services), std::move(settings.hosts)},
      sources, emitter);
  // Files that were left out may declare what the configuration names.
  if (analysed && command.selection.empty())
    check_weight_names(analysed->program, settings.configuration, emitter);
  const bool clean = analysed.has_value() && emitter.errors() == 0;
  const bool written = write_findings(findings, sources, options, stdout);
  return clean && written ? kClean : kErrors;
}

}  // namespace

void add_check_command(CLI::App& nestc, int& status) {
  CLI::App* command =
      nestc.add_subcommand("check", "Looks for mistakes; exit status 0: none, 1: errors, 2: usage");
  const auto options = std::make_shared<CheckCommand>();
  add_source_options(*command, options->source, Formats::Findings);
  add_selection_options(*command, options->selection);
  command
      ->add_option("--allow-host", options->allowed_hosts,
                   "A host that requests may go to besides nest.toml's, * for any text; repeatable")
      ->allow_extra_args(false)
      ->type_name("GLOB");
  command->callback([options, &status] { status = check_sources(*options); });
}

}  // namespace nest
