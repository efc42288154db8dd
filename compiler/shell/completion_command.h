#pragma once

#include <string>

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's own
class App;
}

namespace nest {

/// Adds `completion bash|zsh|fish|man` to a program: prints the script or the manual that its command line
/// makes. Runs while the line is parsed and leaves the exit status in `status`, which must live as long as
/// `program`. Returns the subcommand.
CLI::App* add_completion_command(CLI::App& program, std::string version, int& status);

}  // namespace nest
