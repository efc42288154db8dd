#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "compiler/driver/commands.h"
#include "compiler/driver/options.h"
#include "compiler/shell/completion_command.h"
#include "compiler/shell/usage_error.h"

int main(int argc, char** argv) {
  CLI::App nestc("nestc checks and compiles .nest files. `nest run` plays them.", "nestc");
  nestc.set_version_flag("--version", "nestc " NEST_VERSION);
  nestc.require_subcommand(1);

  int status = nest::kClean;
  nest::add_check_command(nestc, status);
  nest::add_configure_command(nestc, status);
  nest::add_emit_command(nestc, status);
  nest::add_mix_command(nestc, status);
  nest::add_fmt_command(nestc, status);
  nest::add_new_command(nestc, status);
  nest::add_completion_command(nestc, NEST_VERSION, status);
  try {
    nestc.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const std::vector<std::string> words(argv, argv + argc);
    return nest::show_usage_error(nestc, error, words) == 0 ? nest::kClean : nest::kUsage;
  }
  return status;
}
