#pragma once

namespace nest {

/// The nest program: parses the arguments, runs the command, and gives the exit code (docs/cli.md lists
/// them).
int run_command_line(int argc, char** argv);

}  // namespace nest
