#include <CLI/CLI.hpp>

#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

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

int check_sources(const SourceOptions& options, const Selection& selection) {
  SourceSet sources;
  SortedSink findings;
  Emitter emitter(findings, options.warnings_as_errors);
  std::vector<std::string> services = project_services(options.paths, sources, emitter);
  const bool clean =
      analyse({{options.paths, selection}, false, std::move(services)}, sources, emitter).has_value();
  const bool written = write_findings(findings, sources, options, stdout);
  return clean && written ? kClean : kErrors;
}

}  // namespace

void add_check_command(CLI::App& nestc, int& status) {
  CLI::App* command =
      nestc.add_subcommand("check", "Looks for mistakes; exit status 0: none, 1: errors, 2: usage");
  const auto options = std::make_shared<SourceOptions>();
  const auto selection = std::make_shared<Selection>();
  add_source_options(*command, *options, Formats::Findings);
  add_selection_options(*command, *selection);
  command->callback([options, selection, &status] { status = check_sources(*options, *selection); });
}

}  // namespace nest
