#pragma once

namespace nest {

/// docs/cli.md says the same.
inline constexpr int kExitOk = 0;
inline constexpr int kExitFailed =
    1;  ///< something failed in the run, in the sources, or in writing the report
inline constexpr int kExitUsage = 2;
inline constexpr int kExitInvalid = 3;  ///< with --strict: the generator, not the target, made the numbers
inline constexpr int kExitLimit = 4;    ///< a limit of the plan is broken
inline constexpr int kExitInterrupted =
    130;  ///< ended at once, by a second Ctrl-C: 128 + SIGINT, as shells have it

}  // namespace nest
