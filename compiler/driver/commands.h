#pragma once

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's own
class App;
}

namespace nest {

/// Each adds one subcommand to nestc, in a file of its own name. When the command line names it, it runs
/// while the line is parsed and leaves its exit status in `status`, which must live as long as `nestc`.
void add_check_command(CLI::App& nestc, int& status);
void add_configure_command(CLI::App& nestc, int& status);
void add_emit_command(CLI::App& nestc, int& status);
void add_mix_command(CLI::App& nestc, int& status);
void add_fmt_command(CLI::App& nestc, int& status);
void add_new_command(CLI::App& nestc, int& status);

}  // namespace nest
