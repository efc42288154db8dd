#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "compiler/compile.h"
#include "runtime/cli/options.h"
#include "runtime/metrics/statistics.h"
#include "runtime/worker/worker.h"

namespace nest {

/// What `nest run` and `nest try` have in common around a run.

/// For the command line: that a host is needed, because some request says only a path, and that none was
/// given.
[[nodiscard]] std::optional<std::string> find_missing_host(const TargetOptions& target,
                                                           const CompiledProgram& compiled);

/// The seed that was given, or one made up.
[[nodiscard]] std::uint64_t seed_of(const TargetOptions& target);

/// HTTP over real sockets, for each worker of a run. `settings` outlives the run.
[[nodiscard]] ExchangeMaker wire_exchanges(const http::Settings& settings);

/// Whether any request, check or task failed.
[[nodiscard]] bool anything_failed(const Statistics& total);

/// "nest: MESSAGE" on standard error; gives `code` back.
int complain(int code, const std::string& message);

}  // namespace nest
